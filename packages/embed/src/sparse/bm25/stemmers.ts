import { requireLanguage } from './languages.ts';

/** Reduces a word to its stem. */
export type Stemmer = (word: string) => string;

/**
 * Loads the Snowball stemmer of a language. It equals Rust's `rust-stemmers`, which FastEmbed uses.
 *
 * The Greek stemmer is Orama's port of Snowball, because `snowball-stemmers` has none.
 */
export async function loadStemmer(language: string): Promise<Stemmer> {
  if (requireLanguage(language) === 'greek') return (await import('@orama/stemmers/greek')).stemmer;
  // Loaded on first use: a program without BM25 should not load these 860 kB.
  const loaded = await import('snowball-stemmers');
  const { newStemmer } = loaded.default ?? loaded;
  const stemmer = newStemmer(language);
  return (word) => stemmer.stem(word);
}
