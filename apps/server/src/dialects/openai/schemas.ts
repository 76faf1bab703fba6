// https://platform.openai.com/docs/api-reference/embeddings
import { z } from 'zod';

const tokensRefused = 'token ids are not accepted, because they belong to another tokenizer: send text';
const text = z.string().min(1, 'must not be empty');

/** Body of `POST /v1/embeddings`. */
export const embeddingsRequest = z.strictObject({
  input: z.union([text, z.array(text).min(1, 'must have at least one text')], {
    error: ({ input }) => (isTokens(input) ? tokensRefused : 'must be a string or a list of strings'),
  }),
  model: z.string().optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  dimensions: z.int().min(1).optional(),
  user: z.string().optional().describe('has no effect'),
});

/** Response of `POST /v1/embeddings`. */
export const embeddingsAnswer = z.object({
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

/** Response of `GET /v1/models/{model}`. */
export const modelAnswer = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
});

/** Response of `GET /v1/models`. */
export const modelsAnswer = z.object({ object: z.literal('list'), data: z.array(modelAnswer) });

/** OpenAI's error object. */
export const errorObject = z.object({
  error: z.object({
    message: z.string(),
    type: z.enum(['invalid_request_error', 'rate_limit_error', 'server_error']),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

function isTokens(input: unknown): boolean {
  return Array.isArray(input) && input.some((item) => typeof item === 'number' || Array.isArray(item));
}
