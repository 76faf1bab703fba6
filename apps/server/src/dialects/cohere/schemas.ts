// https://docs.cohere.com/reference/rerank
import { z } from 'zod';

/** Body of `POST /v2/rerank`. */
export const rerankRequest = z.strictObject({
  model: z.string(),
  query: z.string().min(1, 'must not be empty'),
  documents: z.array(z.string()).min(1, 'must have at least one document'),
  top_n: z.int().min(1).optional(),
  max_tokens_per_doc: z
    .int()
    .min(1)
    .optional()
    .describe('refused below the limit of the model, where documents are truncated'),
  priority: z.int().optional().describe('has no effect'),
});

/** Response of `POST /v2/rerank`. */
export const rerankAnswer = z.object({
  id: z.string(),
  results: z.array(z.object({ index: z.int(), relevance_score: z.number().min(0).max(1) })),
  meta: z.object({
    api_version: z.object({ version: z.string() }),
    billed_units: z.object({ search_units: z.int() }),
  }),
});

/** Cohere's error object. */
export const errorObject = z.object({ message: z.string() });
