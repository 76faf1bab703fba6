import type { Dialect } from '../../contract/dialect.ts';
import { rerankExample, workFailures } from '../describe-work.ts';
import { jinaRoutes } from './routes.ts';
import { errorObject, rerankAnswer, rerankRequest } from './schemas.ts';

/** Jina's reranking API. */
export const jina: Dialect = {
  name: 'Jina',
  routes: jinaRoutes,
  describe: ({ reranker }) => [
    {
      method: 'post',
      path: '/v1/rerank',
      summary: 'Reranks documents and returns their texts',
      request: rerankRequest,
      example: { model: reranker?.modelName ?? 'a-reranking-model', ...rerankExample, top_n: 1 },
      answer: rerankAnswer,
      failures: workFailures,
    },
  ],
  failure: { schema: errorObject, bodyOf: ({ message }) => ({ detail: message }) },
};
