// https://huggingface.github.io/text-embeddings-inference
import { z } from 'zod';

const truncationDirection = z
  .enum(
    ['Right', 'right'],
    "must be 'Right': the server truncates texts at the end. Truncate them at the beginning before you send them",
  )
  .default('Right');

/** Body of `POST /embed`. */
export const embedRequest = z.strictObject({
  inputs: z.union(
    [z.string(), z.array(z.string()).min(1, 'must have at least one text')],
    'must be a string or a list of strings',
  ),
  normalize: z.boolean().default(true),
  truncate: z.boolean().default(false),
  truncation_direction: truncationDirection,
  prompt_name: z
    .never('must be left out: the server has no prompts. Write the prompt in front of each text')
    .optional(),
  dimensions: z.int().min(1).optional(),
});

/** Response of `POST /embed`. */
export const embedAnswer = z.array(z.array(z.number()));

/** Body of `POST /rerank`. */
export const rerankRequest = z.strictObject({
  query: z.string().min(1, 'must not be empty'),
  texts: z.array(z.string()).min(1, 'must have at least one text'),
  raw_scores: z.boolean().default(false),
  return_text: z.boolean().default(false),
  truncate: z.boolean().default(false),
  truncation_direction: truncationDirection,
});

/** Response of `POST /rerank`. */
export const rerankAnswer = z.array(z.object({ index: z.int(), score: z.number(), text: z.string().optional() }));

/** Response of `GET /info`. */
export const infoAnswer = z.object({
  model_id: z.string().optional(),
  model_type: z.union([z.object({ embedding: z.object({}) }), z.object({ reranker: z.object({}) })]),
  max_input_length: z.int().optional().describe('the maximum number of tokens of a text or of a pair'),
  max_client_batch_size: z.int().describe('the maximum number of texts in one request'),
  auto_truncate: z.literal(false).describe('texts are truncated only with truncate'),
  max_concurrent_requests: z.int().describe('the maximum number of requests, if each has one text'),
});

/** Response of `GET /ping`. */
export const pingAnswer = z.object({ status: z.literal('ok') });

/** Text Embeddings Inference's error object. */
export const errorObject = z.object({
  error: z.string(),
  error_type: z.enum(['validation', 'overloaded', 'backend']),
});
