import { InvalidArgumentError, requireInteger, requireTexts } from '@x/core';

import { type Bm25Language, requireLanguage } from './languages.ts';

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
}

/** {@link Bm25Options} with nothing left open. */
export type Bm25Settings = Required<Omit<Bm25Options, 'stopWords'>> & Pick<Bm25Options, 'stopWords'>;

/** @throws {InvalidArgumentError} when an option is out of range. */
export function readBm25Options({
  language = 'english',
  k = 1.2,
  b = 0.75,
  averageLength = 256,
  maxWordLength = 40,
  disableStemmer = false,
  stopWords,
}: Bm25Options): Bm25Settings {
  requireLanguage(language);
  requireNumber(k, 'k', 'a number from 0', k >= 0);
  requireNumber(b, 'b', 'a number from 0 to 1', b >= 0 && b <= 1);
  requireNumber(averageLength, 'averageLength', 'a number above 0', averageLength > 0);
  requireInteger(maxWordLength, 'maxWordLength', { min: 1 });
  if (stopWords !== undefined) requireTexts(stopWords, 'stopWords');
  return {
    language,
    k,
    b,
    averageLength,
    maxWordLength,
    disableStemmer,
    ...(stopWords && { stopWords: stopWords.map((word) => word.toLowerCase()) }),
  };
}

function requireNumber(value: number, parameter: string, expected: string, inRange: boolean): void {
  if (Number.isFinite(value) && inRange) return;
  throw new InvalidArgumentError({ parameter, value, expected });
}
