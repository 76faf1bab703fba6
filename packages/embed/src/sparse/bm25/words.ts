import type { TextSpan } from '@x/core';

const separators = /[^\p{L}\p{N}_]+/u;

/**
 * Returns the words of a text in lower case: runs of letters, digits and underscores, as in Python's `\w`, where combining
 * marks separate words.
 *
 * Source: FastEmbed's `remove_non_alphanumeric` and `SimpleTokenizer` (fastembed/sparse/utils/tokenizer.py). The text is split
 * before and after lower-casing, because lower-casing may add marks: `İ` becomes `i` and U+0307.
 *
 * @example
 * splitWords("State-of-the-art, isn't it?"); // => ['state', 'of', 'the', 'art', 'isn', 't', 'it']
 */
export function splitWords(text: string): string[] {
  const spaced = text.split(separators).join(' ');
  return spaced.toLowerCase().split(separators).filter(isWord);
}

/** Returns the spans in which `splitWords` finds words. A run whose lower case contains marks has several words. */
export function wordSpans(text: string): TextSpan[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}_]+/gu), ({ 0: run, index }) => ({
    start: index,
    end: index + run.length,
  }));
}

/** Whether a string is a word. A lone underscore is punctuation. */
function isWord(word: string): boolean {
  return word !== '' && word !== '_';
}
