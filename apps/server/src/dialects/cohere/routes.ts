import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';

import type { DialectParts } from '../../contract/dialect.ts';
import { readBody } from '../../requests/read-body.ts';
import { requireModel } from '../../requests/require-model.ts';
import { rerankTexts } from '../rerank-texts.ts';
import { rerankRequest } from './schemas.ts';

/** `POST /v2/rerank`. */
export function cohereRoutes(parts: DialectParts): Hono {
  const app = new Hono();
  app.post('/v2/rerank', async (context) => {
    const { maxBodyBytes: maxBytes } = parts.run.limits;
    const {
      model: name,
      query,
      documents,
      top_n: topK,
    } = await readBody(context, rerankRequest, { maxBytes, invalidStatus: 400 });
    const model = requireModel(parts.models.reranker, name, 'reranking');
    const { result: ranked } = await rerankTexts(parts, context, model, { query, documents, topK });
    return context.json({
      id: randomUUID(),
      results: ranked.map(({ index, score }) => ({ index, relevance_score: score })),
      meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } },
    });
  });
  return app;
}
