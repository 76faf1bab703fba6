import { InvalidArgumentError, type OptionKinds } from '@x/core';

import { modelOptionKinds } from '../option-kinds.ts';
import { bm25OptionKinds, type SparseTextEmbeddingOptions } from './sparse-text-embedding-options.ts';

/** What BM25 may be given though it has no files: options of all models of a program that decide nothing here. */
const harmlessOptions: readonly (keyof SparseTextEmbeddingOptions)[] = [
  ...(['offline', 'cacheDir', 'endpoint', 'token', 'fetch', 'maxAttempts', 'maxRetryWaitMs'] as const),
  ...(['stallTimeoutMs', 'clock', 'searchFrom', 'signal', 'onProgress'] as const),
];

/**
 * Refuses options of `SparseTextEmbedding.load` that are another model's.
 *
 * @throws {InvalidArgumentError} naming the first one.
 */
export function refuseForeignOptions(
  options: SparseTextEmbeddingOptions,
  { model, isBm25 }: { readonly model: string; readonly isBm25: boolean },
): void {
  const own: Partial<OptionKinds<SparseTextEmbeddingOptions>> = isBm25 ? bm25OptionKinds : modelOptionKinds;
  for (const [parameter, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(own, parameter)) continue;
    if (isBm25 && harmlessOptions.some((name) => name === parameter)) continue;
    const expected = isBm25
      ? `absent: ${model} has no files and runs no model`
      : `absent: only Qdrant/bm25 has it, not ${model}`;
    throw new InvalidArgumentError({ parameter, value, expected });
  }
}
