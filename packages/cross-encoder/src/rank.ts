import type { RankedDocument } from '@x/core';

/** The documents with their scores, best first; equal scores keep the input's order; at most `topK` of them. */
export function rank(documents: readonly string[], scores: readonly number[], topK: number): RankedDocument[] {
  return documents
    .map((document, index) => ({ index, score: scores[index]!, document }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, topK);
}
