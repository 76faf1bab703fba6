import type { Dialect } from '../../contract/dialect.ts';
import { workFailures } from '../describe-work.ts';
import { openAiRoutes } from './routes.ts';
import { embeddingsAnswer, embeddingsRequest, errorObject, modelAnswer, modelsAnswer } from './schemas.ts';

/** OpenAI's embeddings API and its list of models. */
export const openAi: Dialect = {
  name: 'OpenAI',
  routes: openAiRoutes,
  describe: ({ embedding, reranker }) => {
    const name = embedding?.modelName ?? 'an-embedding-model';
    const embeddings = {
      method: 'post',
      summary: 'Embeds texts',
      request: embeddingsRequest,
      example: { model: name, input: ['Bees make honey.', 'How is honey made?'] },
      answer: embeddingsAnswer,
      failures: workFailures,
    } as const;
    return [
      { path: '/v1/embeddings', ...embeddings },
      { path: '/embeddings', ...embeddings },
      {
        method: 'get',
        path: '/v1/models',
        summary: 'Lists the served models',
        answer: modelsAnswer,
        failures: {},
      },
      {
        method: 'get',
        path: '/v1/models/{model}',
        summary: 'Returns one of the served models',
        parameters: {
          model: {
            description: 'the name of the model, with an unescaped slash',
            example: embedding?.modelName ?? reranker?.modelName ?? name,
          },
        },
        answer: modelAnswer,
        failures: { 404: 'The server has no such model.' },
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
