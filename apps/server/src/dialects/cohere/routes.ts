import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';

import type { DialectParts } from '../../contract/dialect.ts';
import { RequestFailure } from '../../request-failure.ts';
import { readBody } from '../../requests/read-body.ts';
import { requireModel } from '../../requests/require-model.ts';
import { rerankTexts } from '../rerank-texts.ts';
import { rerankRequest } from './schemas.ts';

/** Creates `POST /v2/rerank`. */
export function cohereRoutes(parts: DialectParts): Hono {
  const app = new Hono();
  app.post('/v2/rerank', async (context) => {
    const body = await readBody(context, rerankRequest, { ...parts.run, invalidStatus: 400 });
    const model = requireModel(parts.models.reranker, body.model, 'reranking');
    requireWholeDocuments(body.max_tokens_per_doc, model.maxLength);
    const { query, documents, top_n: topK } = body;
    const { result: ranked } = await rerankTexts(parts, context, model, { query, documents, topK });
    return context.json({
      id: randomUUID(),
      results: ranked.map(({ index, score }) => ({ index, relevance_score: score })),
      meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } },
    });
  });
  return app;
}

/** Refuses a limit below the model's own, because documents are truncated only at the limit of the model. */
function requireWholeDocuments(maxTokens: number | undefined, maxLength: number): void {
  if (maxTokens === undefined || maxTokens >= maxLength) return;
  const parameter = 'max_tokens_per_doc';
  const message = `${parameter}: documents are truncated at the model's limit of ${maxLength} tokens, not at ${maxTokens}. Leave the option out, or shorten the documents.`;
  throw new RequestFailure({ status: 400, message, parameter });
}
