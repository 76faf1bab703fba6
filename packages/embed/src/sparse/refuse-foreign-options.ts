import { InvalidArgumentError, type OptionKinds } from '@x/core';

import { modelOptionKinds } from '../option-kinds.ts';
import { bm25OptionKinds, type SparseTextEmbeddingOptions } from './sparse-text-embedding-options.ts';

/** Options that BM25 accepts and ignores, although it has no files: a program may pass them to all its models. */
const harmlessOptions: readonly (keyof SparseTextEmbeddingOptions)[] = [
  ...(['offline', 'cacheDir', 'endpoint', 'token', 'fetch', 'maxAttempts', 'maxRetryWaitMs'] as const),
  ...(['stallTimeoutMs', 'clock', 'searchFrom', 'signal', 'onProgress'] as const),
];

/**
 * Refuses options of `SparseTextEmbedding.load` that belong to another model.
 *
 * @throws {InvalidArgumentError} naming the first such option.
 */
export function refuseForeignOptions(
  options: SparseTextEmbeddingOptions,
  { model, isBm25 }: { readonly model: string; readonly isBm25: boolean },
): void {
  const own: Partial<OptionKinds<SparseTextEmbeddingOptions>> = isBm25 ? bm25OptionKinds : modelOptionKinds;
  for (const [parameter, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(own, parameter)) continue;
    if (isBm25 && harmlessOptions.some((name) => name === parameter)) continue;
    const advice = isBm25
      ? `${model} has no files and runs no model.`
      : `It is an option of Qdrant/bm25, not of ${model}.`;
    throw new InvalidArgumentError({ parameter, value, expected: 'absent', advice });
  }
}
