// https://docs.cohere.com/reference/rerank
import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';
import { z } from 'zod';

import { readBody } from '../requests/read-body.ts';
import { requireModel } from '../requests/require-model.ts';
import { type DialectParts, type FailureBody } from './dialect.ts';
import { rerankTexts } from './rerank-texts.ts';

/** Body of `POST /v2/rerank`. */
export const cohereRerankRequest = z.object({
  model: z.string(),
  query: z.string().min(1, 'must not be empty'),
  documents: z.array(z.string()).min(1, 'must have at least one document'),
  top_n: z.int().min(1).optional(),
  max_tokens_per_doc: z.int().min(1).optional(),
  priority: z.int().optional(),
});

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
    } = await readBody(context, cohereRerankRequest, { maxBytes, invalidStatus: 400 });
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

/** Cohere's error object. */
export const cohereFailure: FailureBody = ({ message }) => ({ message });
