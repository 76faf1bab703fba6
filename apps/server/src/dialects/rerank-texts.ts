import type { RankedDocument } from '@x/core';
import type { Context } from 'hono';

import type { RerankModel } from '../models.ts';
import { runRequest } from '../requests/run-request.ts';
import { type DialectParts, runContext } from './dialect.ts';

/** A ranking, and what it took. */
export interface RerankAnswer {
  readonly ranked: readonly RankedDocument[];
  /** Tokens that the model read. */
  readonly tokens: number;
  /** Documents that were cut to fit the model. */
  readonly cut: readonly number[];
}

/** Ranks documents within the limits of the server; says in a header how many were cut. */
export function rerankTexts(
  parts: DialectParts,
  context: Context,
  model: RerankModel,
  {
    query,
    documents,
    topK,
    isRaw = false,
  }: { query: string; documents: readonly string[]; topK?: number | undefined; isRaw?: boolean },
): Promise<RerankAnswer> {
  return runRequest([query, ...documents], runContext(parts, context), async (signal) => {
    const cut: number[] = [];
    let tokens = 0;
    const ranked = await model.rerank(query, documents, {
      signal,
      activation: isRaw ? 'none' : 'sigmoid',
      onTruncation: ({ index }) => cut.push(index),
      onUsage: (usage) => (tokens = usage.tokens),
      ...(topK === undefined ? {} : { topK }),
    });
    if (cut.length > 0) context.header('x-truncated-documents', String(cut.length));
    return { ranked, tokens, cut };
  });
}
