import type { TextSpan } from '@x/core';

/** A word of the query, and how rare it is among the documents. */
export interface WeighedWord extends TextSpan {
  /** From 0. */
  readonly inverseDocumentFrequency: number;
}

// What a token counts: a rare word is 25 times a stop word, and no rarer word counts more. Chosen on the set `covidqa_dev` alone.
const mostWeight = 5;
const leastWeight = 0.2;

const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * What each token of a query counts: as much as its word is rare, from 0.2 to 5, and 0.2 for a word that documents are not searched by, which
 * is a stop word. Punctuation and special tokens count 0. A text of nothing else counts token by token.
 *
 * Without `words`, all tokens of words count 1.
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
