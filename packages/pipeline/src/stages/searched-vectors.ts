import type { TokenEmbedder } from '@x/core';

import { isRetrieve } from './require-stages.ts';
import type { AnyEmbedder, Stage } from './stage.ts';

/**
 * A vector that a stage searches, by the whole text or token by token. `using` is `undefined` for the store's single
 * unnamed vector.
 */
export type SearchedVector =
  | { readonly embedder: AnyEmbedder; readonly using: string | undefined; readonly isOfTokens: false }
  | { readonly embedder: TokenEmbedder; readonly using: string; readonly isOfTokens: true };

/** Returns the vectors that stages search, one per stage with an embedder. */
export function searchedVectors<Payload extends object>(stages: readonly Stage<Payload>[]): SearchedVector[] {
  return stages.flatMap((stage): SearchedVector[] => {
    if (stage.maxSim !== undefined) return [{ embedder: stage.embedder, using: stage.using, isOfTokens: true }];
    if (!isRetrieve(stage) || stage.embedder === undefined) return [];
    return [{ embedder: stage.embedder, using: stage.using, isOfTokens: false }];
  });
}
