import type { Dialect } from '../../contract/dialect.ts';
import { rerankExample, workFailures } from '../describe-work.ts';
import { cohereRoutes } from './routes.ts';
import { errorObject, rerankAnswer, rerankRequest } from './schemas.ts';

/** Cohere's reranking API. */
export const cohere: Dialect = {
  name: 'Cohere',
  routes: cohereRoutes,
  describe: ({ reranker }) => [
    {
      method: 'post',
      path: '/v2/rerank',
      summary: 'Reranks documents',
      request: rerankRequest,
      example: { model: reranker?.modelName ?? 'a-reranking-model', ...rerankExample },
      answer: rerankAnswer,
      failures: workFailures,
    },
  ],
  failure: { schema: errorObject, bodyOf: ({ message }) => ({ message }) },
};
