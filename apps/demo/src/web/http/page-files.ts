import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** The built page. The names of its assets hold a hash of their content, so that browsers may keep them. */
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
