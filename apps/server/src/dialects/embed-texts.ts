import type { Context } from 'hono';

import type { EmbeddingModel } from '../models.ts';
import { runRequest } from '../requests/run-request.ts';
import { type DialectParts, runContext } from './dialect.ts';

/** Vectors, and what they took. */
export interface EmbedAnswer {
  readonly vectors: readonly Float32Array[];
  /** Tokens that the model read. */
  readonly tokens: number;
  /** Texts that were cut to fit the model. */
  readonly cut: readonly number[];
}

/** Embeds texts within the limits of the server. */
export function embedTexts(
  parts: DialectParts,
  context: Context,
  model: EmbeddingModel,
  texts: readonly string[],
  { dimension }: { readonly dimension?: number | undefined } = {},
): Promise<EmbedAnswer> {
  return runRequest(texts, runContext(parts, context), async (signal) => {
    const cut: number[] = [];
    let tokens = 0;
    const vectors = await model.embed(texts, {
      signal,
      onTruncation: ({ index }) => cut.push(index),
      onUsage: (usage) => (tokens = usage.tokens),
      ...(dimension !== undefined && { dimension }),
    });
    return { vectors, tokens, cut };
  });
}
