import type { RankedDocument } from '@x/core';

/** The score of one text, with what is known of how it came about. */
export type ScoredText = Pick<RankedDocument, 'score' | 'passage' | 'truncatedTokens'>;

/** The documents with their scores, best first; equal scores keep the input's order; at most `topK` of them. */
export function rank(documents: readonly string[], scored: readonly ScoredText[], topK: number): RankedDocument[] {
  return documents
    .map((document, index) => ({ index, document, ...scored[index]! }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, topK);
}
