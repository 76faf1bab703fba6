import { InvalidArgumentError, type TextSpan } from '@x/core';

import type { Bm25Settings, TextTokenizer } from './bm25-options.ts';
import { segmentWords } from './segment-words.ts';
import { cutBetweenWords, splitWords, wordSpans } from './words.ts';

/** The words at one span of a text, in lower case: one word, unless lower-casing splits it. */
export interface PlacedWords extends TextSpan {
  readonly words: readonly string[];
}

/** Splits texts into words, in short lists, between which the event loop may turn. */
export interface WordSplitter {
  /** Yields the words of a text in lower case, in order, with repetitions. */
  split(text: string): Iterable<readonly string[]>;
  /** Yields the same words with their spans. Words that do not occur literally in the text are left out. */
  place(text: string): Iterable<readonly PlacedWords[]>;
}

// Words of a custom tokenizer that are handled in one step.
const wordsPerList = 64;

/** Creates the splitter that the options select. */
export function createWordSplitter({ tokenizer, locale }: Pick<Bm25Settings, 'tokenizer' | 'locale'>): WordSplitter {
  if (typeof tokenizer === 'function') return customSplitter(tokenizer);
  return tokenizer === 'segmenter' ? segmenterSplitter(locale) : wordSplitter;
}

const wordSplitter: WordSplitter = {
  *split(text) {
    for (const { slice } of cutBetweenWords(text)) yield splitWords(slice);
  },
  *place(text) {
    for (const { start, slice } of cutBetweenWords(text)) {
      yield wordSpans(slice).map((span) => ({
        start: start + span.start,
        end: start + span.end,
        words: splitWords(slice.slice(span.start, span.end)),
      }));
    }
  },
};

function segmenterSplitter(locale: string): WordSplitter {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  return {
    *split(text) {
      for (const spans of segmentWords(segmenter, text)) yield spans.map((span) => lowerCased(text, span));
    },
    *place(text) {
      for (const spans of segmentWords(segmenter, text)) {
        yield spans.map((span) => ({ ...span, words: [lowerCased(text, span)] }));
      }
    },
  };
}

function lowerCased(text: string, { start, end }: TextSpan): string {
  return text.slice(start, end).toLowerCase();
}

function customSplitter(tokenizer: TextTokenizer): WordSplitter {
  /** Calls the tokenizer once, for the whole text. Only the work after it is done in steps. */
  function* read(text: string): Generator<readonly string[], void, undefined> {
    const words = requireWords(tokenizer(text));
    for (let start = 0; start < words.length; start += wordsPerList) yield words.slice(start, start + wordsPerList);
  }
  return {
    *split(text) {
      for (const words of read(text)) yield words.map((word) => word.toLowerCase());
    },
    *place(text) {
      const lowered = text.toLowerCase();
      // Lower-casing may lengthen a text. Positions in the lowered text are then invalid for the original.
      const isAligned = lowered.length === text.length;
      let position = 0;
      for (const words of read(text)) {
        yield words.flatMap((word) => {
          const lower = word.toLowerCase();
          const start = isAligned ? lowered.indexOf(lower, position) : text.indexOf(word, position);
          if (start === -1) return [];
          position = start + word.length;
          return [{ start, end: position, words: [lower] }];
        });
      }
    },
  };
}

/** Handles the rejection of a promise that was returned by mistake. Without a handler, the rejection would end the program. */
export function dropRejection(value: unknown): void {
  if (value instanceof Promise) value.catch(() => {});
}

/** Checks the value that the caller's function returned, and copies it: the caller may change it between two steps. */
function requireWords(words: unknown): readonly string[] {
  if (!Array.isArray(words)) {
    dropRejection(words);
    throw new InvalidArgumentError({ parameter: 'tokenizer(text)', value: words, expected: 'an array of strings' });
  }
  const copy = Array.from(words as unknown[]);
  const wrong = copy.findIndex((word) => typeof word !== 'string');
  if (wrong === -1) return copy as string[];
  throw new InvalidArgumentError({ parameter: `tokenizer(text)[${wrong}]`, value: copy[wrong], expected: 'a string' });
}
