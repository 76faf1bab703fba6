import { requireOneOf } from '@x/core';

/** The languages for which FastEmbed's `Qdrant/bm25` has a stemmer. */
export const bm25Languages = [
  'arabic',
  'danish',
  'dutch',
  'english',
  'finnish',
  'french',
  'german',
  'greek',
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

/** One of {@link bm25Languages}. */
export type Bm25Language = (typeof bm25Languages)[number];

type StopWordModule = { readonly stopWords: readonly string[] };

// Each list is loaded on its own, because a program rarely needs all of them.
const stopWordModules: Readonly<Record<Bm25Language, () => Promise<StopWordModule>>> = {
  arabic: () => import('./stop-words/arabic.ts'),
  danish: () => import('./stop-words/danish.ts'),
  dutch: () => import('./stop-words/dutch.ts'),
  english: () => import('./stop-words/english.ts'),
  finnish: () => import('./stop-words/finnish.ts'),
  french: () => import('./stop-words/french.ts'),
  german: () => import('./stop-words/german.ts'),
  greek: () => import('./stop-words/greek.ts'),
  hungarian: () => import('./stop-words/hungarian.ts'),
  italian: () => import('./stop-words/italian.ts'),
  norwegian: () => import('./stop-words/norwegian.ts'),
  portuguese: () => import('./stop-words/portuguese.ts'),
  romanian: () => import('./stop-words/romanian.ts'),
  russian: () => import('./stop-words/russian.ts'),
  spanish: () => import('./stop-words/spanish.ts'),
  swedish: () => import('./stop-words/swedish.ts'),
  // NLTK's corpus, FastEmbed's source of stop words, has no list for Tamil.
  tamil: async () => ({ stopWords: [] }),
  turkish: () => import('./stop-words/turkish.ts'),
};

/** @throws {InvalidArgumentError} when `language` is not one of {@link bm25Languages}. */
export function requireLanguage(language: unknown): Bm25Language {
  return requireOneOf(language, 'language', bm25Languages);
}

/** Returns the stop words of a language. */
export async function loadStopWords(language: Bm25Language): Promise<ReadonlySet<string>> {
  return new Set((await stopWordModules[language]()).stopWords);
}
