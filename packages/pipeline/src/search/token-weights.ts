import type { TextSpan } from '@x/core';

/** A word of the query, and its rarity in the documents. */
export interface WeighedWord extends TextSpan {
  /** At least 0. */
  readonly inverseDocumentFrequency: number;
}

// Limits of a token's weight: a rare word counts at most 25 times as much as a stop word. Chosen on the set `covidqa_dev` only.
const mostWeight = 5;
const leastWeight = 0.2;

const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * Returns the weight of each token of a query: the rarity of its word, limited to 0.2 to 5. A word that is not in `words` is a stop word and
 * has the weight 0.2. Punctuation and special tokens have the weight 0; in a text without words, all tokens have the weight 1.
 *
 * Without `words`, all tokens of words have the weight 1.
 *
 * @example
 * const spans = [{ start: 0, end: 0 }, { start: 0, end: 2 }, { start: 3, end: 8 }, { start: 0, end: 0 }];
 * weighTokens('is honey', spans, [{ start: 3, end: 8, inverseDocumentFrequency: 2.5 }]); // => [0, 0.2, 2.5, 0]
 */
export function weighTokens(
  text: string,
  spans: readonly TextSpan[],
  words: readonly WeighedWord[] | undefined,
): number[] {
  const weights = spans.map(({ start, end }) => {
    if (!wordCharacter.test(text.slice(start, end))) return 0;
    if (words === undefined) return 1;
    const word = words.find((known) => known.start < end && start < known.end);
    return Math.max(leastWeight, Math.min(mostWeight, word?.inverseDocumentFrequency ?? 0));
  });
  return weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
}
