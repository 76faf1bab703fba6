import type { Dialect } from '../../contract/dialect.ts';
import { workFailures } from '../describe-work.ts';
import { openAiRoutes } from './routes.ts';
import { embeddingsAnswer, embeddingsRequest, errorObject, modelAnswer, modelsAnswer } from './schemas.ts';

/** OpenAI's embeddings, and its list of models. */
export const openAi: Dialect = {
  name: 'OpenAI',
  routes: openAiRoutes,
  describe: ({ embedding, reranker }) => {
    const name = embedding?.modelName ?? 'an-embedding-model';
    return [
      {
        method: 'post',
        path: '/v1/embeddings',
        summary: 'Vectors of texts',
        request: embeddingsRequest,
        example: { model: name, input: ['Bees make honey.', 'How is honey made?'] },
        answer: embeddingsAnswer,
        failures: workFailures,
      },
      {
        method: 'get',
        path: '/v1/models',
        summary: 'The models that are served',
        answer: modelsAnswer,
        failures: {},
      },
      {
        method: 'get',
        path: '/v1/models/{model}',
        summary: 'One of them',
        parameters: {
          model: {
            description: 'its name, with its slash as it is',
            example: embedding?.modelName ?? reranker?.modelName ?? name,
          },
        },
        answer: modelAnswer,
        failures: { 404: 'Another model is served.' },
      },
    ];
  },
  failure: {
    schema: errorObject,
    bodyOf: ({ status, message, parameter }) => ({
      error: {
        message,
        type: status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error',
        param: parameter ?? null,
        code: codeOf(status, parameter),
      },
    }),
  },
};

function codeOf(status: number, parameter: string | undefined): string | null {
  if (status === 404) return parameter === 'model' ? 'model_not_found' : 'unknown_url';
  return status === 401 ? 'invalid_api_key' : null;
}
