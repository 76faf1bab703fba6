// https://api.jina.ai/redoc#tag/rerank
import { Hono } from 'hono';
import { z } from 'zod';

import { readBody } from '../requests/read-body.ts';
import { requireModel } from '../requests/require-model.ts';
import { type DialectParts, type FailureBody } from './dialect.ts';
import { rerankTexts } from './rerank-texts.ts';

const document = z.union([z.string(), z.object({ text: z.string() })], 'must be a string or an object with a text');
/** Body of `POST /v1/rerank`. */
export const jinaRerankRequest = z.object({
  model: z.string().optional(),
  query: z.string().min(1, 'must not be empty'),
  documents: z.array(document).min(1, 'must have at least one document'),
  top_n: z.int().min(1).optional(),
  return_documents: z.boolean().default(true),
});

/** `POST /v1/rerank`. */
export function jinaRoutes(parts: DialectParts): Hono {
  const app = new Hono();
  app.post('/v1/rerank', async (context) => {
    const { maxBodyBytes: maxBytes } = parts.run.limits;
    const body = await readBody(context, jinaRerankRequest, { maxBytes, invalidStatus: 422 });
    const model = requireModel(parts.models.reranker, body.model, 'reranking');
    const documents = body.documents.map((item) => (typeof item === 'string' ? item : item.text));
    const { result: ranked, tokens } = await rerankTexts(parts, context, model, {
      query: body.query,
      documents,
      topK: body.top_n,
    });
    return context.json({
      model: model.modelName,
      object: 'list',
      usage: { total_tokens: tokens, prompt_tokens: tokens },
      results: ranked.map(({ index, score }) => ({
        index,
        relevance_score: score,
        ...(body.return_documents && { document: { text: documents[index] } }),
      })),
    });
  });
  return app;
}

/** Jina's error object. */
export const jinaFailure: FailureBody = ({ message }) => ({ detail: message });
