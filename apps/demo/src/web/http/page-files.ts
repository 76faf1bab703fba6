import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Serves the built page. Browsers may cache its assets forever, because their names contain a hash of their content. */
export function pageFiles(directory: string): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    const isAsset = context.req.path.startsWith('/assets/');
    if (context.res.ok) context.header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.use(serveStatic({ root: directory }));
  return app;
}

/** Sets the security headers: `default-src 'self'`, no framing, no MIME sniffing, no referrer. */
export const pageHeaders: ReturnType<typeof secureHeaders> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  // The page is served over plain HTTP on this machine.
  strictTransportSecurity: false,
});
