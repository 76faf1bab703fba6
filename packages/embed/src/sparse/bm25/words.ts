import type { TextSpan } from '@x/core';

// In UTF-16 units. Splitting and stemming this much text takes about a millisecond.
const sliceLength = 1024;
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

/** A part of a text, and where it starts. */
export interface TextSlice {
  readonly start: number;
  readonly slice: string;
}

/**
 * Cuts a text into slices of about `length` UTF-16 units. Each but the first starts with a separator, so all slices together have the words of the
 * text. A word is never cut, however long it is.
 */
export function* cutBetweenWords(text: string, length: number = sliceLength): Generator<TextSlice, void, undefined> {
  const separator = /[^\p{L}\p{N}_]/gu;
  let start = 0;
  while (text.length - start > length) {
    separator.lastIndex = start + length;
    const end = separator.exec(text)?.index;
    if (end === undefined) break;
    yield { start, slice: text.slice(start, end) };
    start = end;
  }
  yield { start, slice: text.slice(start) };
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
