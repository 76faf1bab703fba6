import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

import { type ApiParts, requestSignal } from './api-parts.ts';

/** Creates `GET /api/state` and `GET /api/events`. */
export function stateRoutes(parts: ApiParts): Hono {
  const { demo, heartbeatMs } = parts;
  const app = new Hono();
  app.get('/api/state', (context) => context.json(demo.state));
  app.get('/api/events', (context) => {
    return streamSSE(context, async (stream) => {
      using own = requestSignal(parts, context);
      // A comment as a heartbeat keeps proxies from closing an idle connection.
      const heartbeat = setInterval(() => void stream.write(': alive\n\n'), heartbeatMs);
      try {
        for await (const _ of demo.feed.follow(own.signal)) {
          await stream.writeSSE({ event: 'state', data: JSON.stringify(demo.state) });
        }
      } finally {
        clearInterval(heartbeat);
      }
    });
  });
  return app;
}
