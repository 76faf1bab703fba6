import { InvalidArgumentError, requireInteger, requireNumber, requireOneOf, requireText, requireTexts } from '@x/core';

import type { NoWordsPolicy } from '../no-words-watch.ts';
import { type Bm25Language, requireLanguage } from './languages.ts';

/** Splits a text into its words for the search, in order. */
export type TextTokenizer = (text: string) => readonly string[];

/** Options of `Qdrant/bm25`. */
export interface Bm25Options {
  /** Language of the stemmer and the stop words. @default 'english' */
  readonly language?: Bm25Language;
  /** Term-frequency saturation (k1), 0 or more. The smaller it is, the less repeated words add; with 0 each word counts once. @default 1.2 */
  readonly k?: number;
  /** BM25's length normalization, from 0 (long texts are not penalized) to 1. @default 0.75 */
  readonly b?: number;
  /** Average number of words in a text. @default 256 */
  readonly averageLength?: number;
  /** Maximum number of code points in a word. Longer words are left out. @default 40 */
  readonly maxWordLength?: number;
  /** Words to leave out, ignoring upper and lower case. @default those of the language */
  readonly stopWords?: readonly string[];
  /** Disables stemming and the stop words of the language. The words in `stopWords` are still left out. @default false */
  readonly disableStemmer?: boolean;
  /**
   * Returns the stem of a word, in place of the language's stemmer. The word is in lower case. An empty string leaves the word out. Results are cached.
   * The stop words remain those of the language. @default the Snowball stemmer of the language
   *
   * @throws {InvalidArgumentError} from the embedding call when the function returns anything but a string.
   * @throws {InferenceError} from the embedding call when the function throws; the message names the text.
   */
  readonly stemmer?: (word: string) => string;
  /**
   * How to split a text into words, which are compared in lower case:
   *
   * - `words`: runs of letters, digits and underscores, as in FastEmbed. In a script without spaces a whole sentence is one word, which finds nothing.
   * - `segmenter`: `Intl.Segmenter`, which also finds the words of Chinese, Japanese, Thai, Lao and Khmer. Versions of ICU (`process.versions.icu`) may
   *   split differently, so embed passages and queries with the same version.
   * - a custom function.
   *
   * @default 'words'
   * @throws {InvalidArgumentError} from the embedding call when the function returns anything but an array of strings.
   * @throws {InferenceError} from the embedding call when the function throws; the message names the text.
   */
  readonly tokenizer?: 'words' | 'segmenter' | TextTokenizer;
  /** BCP 47 tag for `Intl.Segmenter`; only with `tokenizer: 'segmenter'`. @default 'und', any language */
  readonly locale?: string;
  /** What to do when a text contains no word to search by, so that its vector is empty. @default 'warn' */
  readonly noWordsPolicy?: NoWordsPolicy;
}

/** {@link Bm25Options} with all defaults filled in. */
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
  requireNumber(k, 'k', { min: 0 });
  requireNumber(b, 'b', { min: 0, max: 1 });
  requireNumber(averageLength, 'averageLength', { above: 0 });
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
    const advice = "Only the tokenizer 'segmenter' uses it.";
    throw new InvalidArgumentError({ parameter: 'locale', value: locale, expected: 'absent', advice });
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
