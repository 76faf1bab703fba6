import { InvalidArgumentError, requireInteger, requireOneOf, requireText, requireTexts } from '@x/core';

import type { NoWordsPolicy } from '../no-words-watch.ts';
import { type Bm25Language, requireLanguage } from './languages.ts';

/** Divides a text into the words that it is searched by, in their order. */
export type TextTokenizer = (text: string) => readonly string[];

/** Options of `Qdrant/bm25`. */
export interface Bm25Options {
  /** Whose stemmer and stop words are taken. @default 'english' */
  readonly language?: Bm25Language;
  /** How fast further occurrences of a word stop counting: 0 counts a word once, however often it comes. @default 1.2 */
  readonly k?: number;
  /** How much long texts are held back, from 0 (not at all) to 1. @default 0.75 */
  readonly b?: number;
  /** Words in a text of average length. @default 256 */
  readonly averageLength?: number;
  /** Longer words are left out, in code points. @default 40 */
  readonly maxWordLength?: number;
  /** Words to leave out, whatever their case. @default those of the language */
  readonly stopWords?: readonly string[];
  /** Takes words as they are, and leaves out only those of `stopWords`. @default false */
  readonly disableStemmer?: boolean;
  /**
   * Reduces a word, in lower case, to what it is matched by, in place of the language's stemmer; an empty string leaves it out. Results are remembered. The stop words stay those of
   * the language. @default the Snowball stemmer of the language
   *
   * @throws {InvalidArgumentError} of the call that embeds, when it returns anything but a string.
   * @throws {InferenceError} of the call that embeds, when it throws; the text is named.
   */
  readonly stemmer?: (word: string) => string;
  /**
   * How a text is divided into words, which are compared in lower case:
   *
   * - `words`: runs of letters, digits and underscores, as FastEmbed. A sentence of a script without spaces is one word, which finds nothing.
   * - `segmenter`: `Intl.Segmenter`, which knows the words of Chinese, Japanese, Thai, Lao and Khmer, too. Another version of ICU (`process.versions.icu`) may
   *   divide otherwise: passages and queries should be embedded by the same.
   * - a function of your own.
   *
   * @default 'words'
   * @throws {InvalidArgumentError} of the call that embeds, when the function returns anything but an array of strings.
   * @throws {InferenceError} of the call that embeds, when it throws; the text is named.
   */
  readonly tokenizer?: 'words' | 'segmenter' | TextTokenizer;
  /** BCP 47 tag that `Intl.Segmenter` is made for; for `segmenter` alone. @default 'und', any language */
  readonly locale?: string;
  /** What becomes of a text in which there is no word to search by: its vector is empty. @default 'warn' */
  readonly noWordsPolicy?: NoWordsPolicy;
}

/** {@link Bm25Options} with nothing left open. */
export type Bm25Settings = Required<Omit<Bm25Options, 'stopWords' | 'stemmer'>> &
  Pick<Bm25Options, 'stopWords' | 'stemmer'>;

/** @throws {InvalidArgumentError} when an option is out of range. */
export function readBm25Options({
  language = 'english',
  k = 1.2,
  b = 0.75,
  averageLength = 256,
  maxWordLength = 40,
  disableStemmer = false,
  stopWords,
  stemmer,
  tokenizer = 'words',
  locale,
  noWordsPolicy = 'warn',
}: Bm25Options): Bm25Settings {
  requireLanguage(language);
  requireNumber(k, 'k', 'a number from 0', k >= 0);
  requireNumber(b, 'b', 'a number from 0 to 1', b >= 0 && b <= 1);
  requireNumber(averageLength, 'averageLength', 'a number above 0', averageLength > 0);
  requireInteger(maxWordLength, 'maxWordLength', { min: 1 });
  if (stopWords !== undefined) requireTexts(stopWords, 'stopWords');
  requireOneOf(noWordsPolicy, 'noWordsPolicy', ['warn', 'allow']);
  if (typeof tokenizer !== 'function') requireOneOf(tokenizer, 'tokenizer', ['words', 'segmenter']);
  if (locale !== undefined) requireLocale(locale, tokenizer);
  if (stemmer !== undefined) requireStemmer(stemmer, disableStemmer);
  return {
    language,
    k,
    b,
    averageLength,
    maxWordLength,
    disableStemmer,
    tokenizer,
    locale: locale ?? 'und',
    noWordsPolicy,
    ...(stemmer && { stemmer }),
    ...(stopWords && { stopWords: stopWords.map((word) => word.toLowerCase()) }),
  };
}

function requireLocale(locale: string, tokenizer: Bm25Options['tokenizer']): void {
  if (tokenizer !== 'segmenter') {
    const expected = "absent: only tokenizer: 'segmenter' has one";
    throw new InvalidArgumentError({ parameter: 'locale', value: locale, expected });
  }
  try {
    Intl.getCanonicalLocales(requireText(locale, 'locale'));
  } catch {
    throw new InvalidArgumentError({ parameter: 'locale', value: locale, expected: 'a BCP 47 tag, such as "th"' });
  }
}

function requireStemmer(stemmer: unknown, disableStemmer: boolean): void {
  const expected = disableStemmer ? 'absent with disableStemmer' : 'a function that returns the stem of a word';
  if (disableStemmer || typeof stemmer !== 'function') {
    throw new InvalidArgumentError({ parameter: 'stemmer', value: stemmer, expected });
  }
}

function requireNumber(value: number, parameter: string, expected: string, inRange: boolean): void {
  if (Number.isFinite(value) && inRange) return;
  throw new InvalidArgumentError({ parameter, value, expected });
}
