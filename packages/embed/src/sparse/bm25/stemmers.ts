import { requireLanguage } from './languages.ts';

/** Reduces a word to its stem. */
export type Stemmer = (word: string) => string;

/**
 * The Snowball stemmer of a language, equal to Rust's `rust-stemmers`, which FastEmbed uses.
 *
 * Greek comes from Orama's port of Snowball, which `snowball-stemmers` lacks.
 */
export async function loadStemmer(language: string): Promise<Stemmer> {
  if (requireLanguage(language) === 'greek') return (await import('@orama/stemmers/greek')).stemmer;
  // Loaded on use: 860 kB that a program without BM25 should not wait for.
  const loaded = await import('snowball-stemmers');
  const { newStemmer } = loaded.default ?? loaded;
  const stemmer = newStemmer(language);
  return (word) => stemmer.stem(word);
}
