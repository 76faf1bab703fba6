import { z } from 'zod';

import { type DescribeRoutes, workFailures } from '../description/route-description.ts';
import { openAiEmbeddingsRequest } from './openai.ts';

const group = 'OpenAI';

const failure = z.object({
  error: z.object({
    message: z.string(),
    type: z.enum(['invalid_request_error', 'rate_limit_error', 'server_error']),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

const embeddings = z.object({
  object: z.literal('list'),
  data: z.array(
    z.object({
      object: z.literal('embedding'),
      index: z.int(),
      embedding: z.union([z.array(z.number()), z.base64()]).describe('numbers, or base64 of little-endian float32'),
    }),
  ),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
});

const model = z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() });

/** The routes in the form of OpenAI. */
export const describeOpenAi: DescribeRoutes = ({ embedding, reranker }) => {
  const name = embedding?.modelName ?? 'an-embedding-model';
  return [
    {
      method: 'post',
      path: '/v1/embeddings',
      group,
      summary: 'Vectors of texts',
      request: openAiEmbeddingsRequest,
      example: { model: name, input: ['Bees make honey.', 'How is honey made?'] },
      answer: embeddings,
      failures: workFailures,
      failure,
    },
    {
      method: 'get',
      path: '/v1/models',
      group,
      summary: 'The models that are served',
      answer: z.object({ object: z.literal('list'), data: z.array(model) }),
      failures: {},
      failure,
    },
    {
      method: 'get',
      path: '/v1/models/{model}',
      group,
      summary: 'One of them',
      parameters: {
        model: {
          description: 'its name, with its slash as it is',
          example: embedding?.modelName ?? reranker?.modelName ?? name,
        },
      },
      answer: model,
      failures: { 404: 'Another model is served.' },
      failure,
    },
  ];
};
