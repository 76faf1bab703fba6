import type { RankedDocument } from '@x/core';

/** The score of one text, with the scored passage and the number of truncated tokens where they apply. */
export type ScoredText = Pick<RankedDocument, 'score' | 'passage' | 'truncatedTokens'>;

/** Returns the `topK` best documents with their scores, best first. Ties keep the input's order. */
export function rank(documents: readonly string[], scored: readonly ScoredText[], topK: number): RankedDocument[] {
  return documents
    .map((document, index) => ({ index, document, ...scored[index]! }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, topK);
}
