// https://api.jina.ai/redoc#tag/rerank
import { z } from 'zod';

const document = z.union(
  [z.string(), z.strictObject({ text: z.string() })],
  "must be a string, or an object whose only field is 'text'",
);

/** Body of `POST /v1/rerank`. */
export const rerankRequest = z.strictObject({
  model: z.string().optional(),
  query: z.string().min(1, 'must not be empty'),
  documents: z.array(document).min(1, 'must have at least one document'),
  top_n: z.int().min(1).optional(),
  return_documents: z.boolean().default(true),
  return_embeddings: z.literal(false, 'must be false: the server does not return the vectors of documents').optional(),
});

/** Response of `POST /v1/rerank`. */
export const rerankAnswer = z.object({
  model: z.string(),
  object: z.literal('list'),
  usage: z.object({ total_tokens: z.int(), prompt_tokens: z.int() }),
  results: z.array(
    z.object({
      index: z.int(),
      relevance_score: z.number().min(0).max(1),
      document: z.object({ text: z.string() }).optional(),
    }),
  ),
});

/** Jina's error object. */
export const errorObject = z.object({ detail: z.string() });
