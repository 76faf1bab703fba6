import { loadNativePackage } from '@x/core/native';

import type { StemmerLanguage } from '../requests/types/index-settings.ts';

/** The used part of `snowball-stemmers`, which is CommonJS without types. */
interface Snowball {
  newStemmer(language: string): { stem(word: string): string };
}

/** Creates the Snowball stemmer of a language, which reduces a word to its stem. */
export function createStemmer(language: StemmerLanguage): (word: string) => string {
  // Loaded when the first index needs it. Loading takes 20 ms, and most collections never need it.
  const snowball = loadNativePackage('snowball-stemmers', import.meta.url) as Snowball;
  const stemmer = snowball.newStemmer(language);
  return (word) => stemmer.stem(word);
}
