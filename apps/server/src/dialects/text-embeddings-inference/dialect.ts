import type { Dialect } from '../../contract/dialect.ts';
import { rerankExample, workFailures } from '../describe-work.ts';
import { textEmbeddingsInferenceRoutes } from './routes.ts';
import { embedAnswer, embedRequest, errorObject, infoAnswer, rerankAnswer, rerankRequest } from './schemas.ts';

/** The routes of Hugging Face's Text Embeddings Inference. */
export const textEmbeddingsInference: Dialect = {
  name: 'Text Embeddings Inference',
  routes: textEmbeddingsInferenceRoutes,
  describe: () => [
    {
      method: 'post',
      path: '/embed',
      summary: 'Embeds texts',
      request: embedRequest,
      example: { inputs: ['Bees make honey.'] },
      answer: embedAnswer,
      failures: workFailures,
    },
    {
      method: 'post',
      path: '/rerank',
      summary: 'Reranks texts',
      request: rerankRequest,
      example: { query: rerankExample.query, texts: rerankExample.documents },
      answer: rerankAnswer,
      failures: workFailures,
    },
    {
      method: 'get',
      path: '/info',
      summary: 'Returns the first model and its limits',
      answer: infoAnswer,
      failures: {},
    },
  ],
  failure: {
    schema: errorObject,
    bodyOf: ({ status, message }) => ({
      error: message,
      error_type: status === 429 ? 'overloaded' : status >= 500 ? 'backend' : 'validation',
    }),
  },
};
