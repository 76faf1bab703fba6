import type { Dialect } from '../../contract/dialect.ts';
import { rerankExample, workFailures } from '../describe-work.ts';
import { textEmbeddingsInferenceRoutes } from './routes.ts';
import {
  embedAnswer,
  embedRequest,
  errorObject,
  infoAnswer,
  pingAnswer,
  rerankAnswer,
  rerankRequest,
} from './schemas.ts';

const embed = {
  method: 'post',
  path: '/embed',
  summary: 'Embeds texts',
  request: embedRequest,
  example: { inputs: ['Bees make honey.'] },
  answer: embedAnswer,
  failures: workFailures,
} as const;

const rerank = {
  method: 'post',
  path: '/rerank',
  summary: 'Reranks texts',
  request: rerankRequest,
  example: { query: rerankExample.query, texts: rerankExample.documents },
  answer: rerankAnswer,
  failures: workFailures,
} as const;

/** The routes of Hugging Face's Text Embeddings Inference. */
export const textEmbeddingsInference: Dialect = {
  name: 'Text Embeddings Inference',
  routes: textEmbeddingsInferenceRoutes,
  describe: ({ embedding, reranker }) => [
    embed,
    rerank,
    { ...(embedding === undefined && reranker !== undefined ? rerank : embed), path: '/' },
    {
      method: 'get',
      path: '/info',
      summary: 'Returns the first model and its limits',
      answer: infoAnswer,
      failures: {},
    },
    {
      method: 'get',
      path: '/ping',
      summary: 'Checks that the process is alive',
      answer: pingAnswer,
      failures: {},
      isOpen: true,
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
