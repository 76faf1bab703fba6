import { Hono } from 'hono';
import { z } from 'zod';

import type { ApiParts } from './api-parts.ts';
import { readJson } from './read-json.ts';

const role = z.enum(['embedder', 'reranker'], "must be 'embedder' or 'reranker'");
const modelRequest = z.object(
  {
    role,
    name: z.string("must be a model's name"),
    download: z.boolean('must be true or false').default(false),
  },
  'must be an object',
);

/** Creates `POST /api/models` and `DELETE /api/models/loading`. */
export function modelRoutes({ demo }: ApiParts): Hono {
  const app = new Hono();
  app.post('/api/models', async (context) => {
    demo.models.choose(await readJson(context, modelRequest));
    return context.json(demo.state, 202);
  });
  app.delete('/api/models/loading', (context) => {
    demo.models.cancel(role.optional().catch(undefined).parse(context.req.query('role')));
    return context.body(null, 204);
  });
  return app;
}
