import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** The built page, with headers that keep everything from outside out of it. */
export function pageFiles(directory: string): Hono {
  const app = new Hono();
  app.use(
    serveStatic({
      root: directory,
      onFound: (_, context) => {
        // The names of assets hold a hash of their content.
        const isAsset = context.req.path.startsWith('/assets/');
        context.header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  return app;
}

/** `default-src 'self'`, no framing, no sniffing, no referrer. */
export const pageHeaders: ReturnType<typeof secureHeaders> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  // The page is served over plain HTTP, on this machine.
  strictTransportSecurity: false,
});
