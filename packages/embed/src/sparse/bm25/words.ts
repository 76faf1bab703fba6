import type { TextSpan } from '@x/core';

const separators = /[^\p{L}\p{N}_]+/u;

/**
 * The words of a text in lower case: runs of letters, digits and underscores, in Python's sense of `\w`, where combining
 * marks separate.
 *
 * Source: FastEmbed's `remove_non_alphanumeric` and `SimpleTokenizer` (fastembed/sparse/utils/tokenizer.py). Splitting comes
 * before and after lower-casing, for lower case may bring marks: `İ` becomes `i` and U+0307.
 *
 * @example
 * splitWords("State-of-the-art, isn't it?"); // => ['state', 'of', 'the', 'art', 'isn', 't', 'it']
 */
export function splitWords(text: string): string[] {
  const spaced = text.split(separators).join(' ');
  return spaced.toLowerCase().split(separators).filter(isWord);
}

/** Where `splitWords` finds words. A run whose lower case has marks holds several. */
export function wordSpans(text: string): TextSpan[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}_]+/gu), ({ 0: run, index }) => ({
    start: index,
    end: index + run.length,
  }));
}

/** A lone underscore is punctuation. */
function isWord(word: string): boolean {
  return word !== '' && word !== '_';
}
