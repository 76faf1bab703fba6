import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The languages of a Qdrant server whose stemmers are there; Greek is not. */
export const stemmerLanguages = [
  'arabic',
  'armenian',
  'danish',
  'dutch',
  'english',
  'finnish',
  'french',
  'german',
  'hungarian',
  'italian',
  'norwegian',
  'portuguese',
  'romanian',
  'russian',
  'spanish',
  'swedish',
  'tamil',
  'turkish',
] as const;

/** A language of {@link stemmerLanguages}. */
export type StemmerLanguage = (typeof stemmerLanguages)[number];

/** Makes the Snowball stemmer of a language, which reduces a word to its stem. */
export function createStemmer(language: StemmerLanguage): (word: string) => string {
  // Loaded when the first index wants it: it takes 20 ms, and most collections never do.
  const snowball = require('snowball-stemmers') as { newStemmer(language: string): { stem(word: string): string } };
  const stemmer = snowball.newStemmer(language);
  return (word) => stemmer.stem(word);
}
