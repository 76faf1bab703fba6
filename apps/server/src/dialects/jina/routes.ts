import { Hono } from 'hono';

import type { DialectParts } from '../../contract/dialect.ts';
import { readBody } from '../../requests/read-body.ts';
import { requireModel } from '../../requests/require-model.ts';
import { rerankTexts } from '../rerank-texts.ts';
import { rerankRequest } from './schemas.ts';

/** Creates `POST /v1/rerank`. */
export function jinaRoutes(parts: DialectParts): Hono {
  const app = new Hono();
  app.post('/v1/rerank', async (context) => {
    const body = await readBody(context, rerankRequest, { ...parts.run, invalidStatus: 422 });
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
