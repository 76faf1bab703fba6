/** A part of a text that matched, and how much of the score it accounts for, 0 to 1. */
export interface MatchedSpan {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** Minimum share of the score for a word to be marked; marking words below it would hide the important ones. */
const leastWeight = 0.05;

/**
 * Returns a text with its matched words marked.
 *
 * @param matches in text order
 * @example
 * markMatches('A strong girl.', [{ start: 2, end: 8, weight: 0.7 }], (word) => `*${word}*`); // => 'A *strong* girl.'
 */
export function markMatches(text: string, matches: readonly MatchedSpan[], mark: (word: string) => string): string {
  let [marked, at] = ['', 0];
  for (const { start, end, weight } of matches) {
    if (weight < leastWeight) continue;
    marked += text.slice(at, start) + mark(text.slice(start, end));
    at = end;
  }
  return marked + text.slice(at);
}
