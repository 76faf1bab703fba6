import { createRequire } from 'node:module';

import type { StemmerLanguage } from '../requests/types/index-settings.ts';

const require = createRequire(import.meta.url);

/** Makes the Snowball stemmer of a language, which reduces a word to its stem. */
export function createStemmer(language: StemmerLanguage): (word: string) => string {
  // Loaded when the first index wants it: it takes 20 ms, and most collections never do.
  const snowball = require('snowball-stemmers') as { newStemmer(language: string): { stem(word: string): string } };
  const stemmer = snowball.newStemmer(language);
  return (word) => stemmer.stem(word);
}
