import { InvalidArgumentError, type TextSpan } from '@x/core';

import type { Bm25Settings, TextTokenizer } from './bm25-options.ts';
import { segmentWords } from './segment-words.ts';
import { splitWords, wordSpans } from './words.ts';

/** The words at one span of a text, in lower case: one word, unless lower-casing splits it. */
export interface PlacedWords extends TextSpan {
  readonly words: readonly string[];
}

/** Splits texts into words. */
export interface WordSplitter {
  /** Returns the words of a text in lower case, in order, with repetitions. */
  split(text: string): readonly string[];
  /** Returns the same words with their spans. Words that do not occur literally in the text are left out. */
  place(text: string): readonly PlacedWords[];
}

/** Creates the splitter that the options select. */
export function createWordSplitter({ tokenizer, locale }: Pick<Bm25Settings, 'tokenizer' | 'locale'>): WordSplitter {
  if (typeof tokenizer === 'function') return customSplitter(tokenizer);
  return tokenizer === 'segmenter' ? segmenterSplitter(locale) : wordSplitter;
}

const wordSplitter: WordSplitter = {
  split: splitWords,
  place: (text) => wordSpans(text).map((span) => ({ ...span, words: splitWords(text.slice(span.start, span.end)) })),
};

function segmenterSplitter(locale: string): WordSplitter {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const place = (text: string): PlacedWords[] =>
    segmentWords(segmenter, text).map((span) => ({ ...span, words: [text.slice(span.start, span.end).toLowerCase()] }));
  return { place, split: (text) => place(text).flatMap(({ words }) => words) };
}

function customSplitter(tokenizer: TextTokenizer): WordSplitter {
  const read = (text: string): readonly string[] => requireWords(tokenizer(text));
  return {
    split: (text) => read(text).map((word) => word.toLowerCase()),
    place(text) {
      const lowered = text.toLowerCase();
      // Lower-casing may lengthen a text. Positions in the lowered text are then invalid for the original.
      const isAligned = lowered.length === text.length;
      let position = 0;
      return read(text).flatMap((word) => {
        const lower = word.toLowerCase();
        const start = isAligned ? lowered.indexOf(lower, position) : text.indexOf(word, position);
        if (start === -1) return [];
        position = start + word.length;
        return [{ start, end: position, words: [lower] }];
      });
    },
  };
}

/** Handles the rejection of a promise that was returned by mistake. Without a handler, the rejection would end the program. */
export function dropRejection(value: unknown): void {
  if (value instanceof Promise) value.catch(() => {});
}

/** Checks the value that the caller's function returned. */
function requireWords(words: unknown): readonly string[] {
  if (!Array.isArray(words)) {
    dropRejection(words);
    throw new InvalidArgumentError({ parameter: 'tokenizer(text)', value: words, expected: 'an array of strings' });
  }
  const wrong = Array.from(words as unknown[]).findIndex((word) => typeof word !== 'string');
  if (wrong === -1) return words as string[];
  throw new InvalidArgumentError({ parameter: `tokenizer(text)[${wrong}]`, value: words[wrong], expected: 'a string' });
}
