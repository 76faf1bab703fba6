import type { SparseEmbedder } from '@x/core';
import type { TokenMatch } from '@x/pipeline';

import { hasTokens, type SearchModels } from '../models/search-models.ts';
import type { IndexDatabase } from './open-database.ts';
import { contextOf, type PassagePayload } from './passage-payload.ts';

/** A passage that a search found. */
export interface FoundPassage extends PassagePayload {
  /** 1 is the best. */
  readonly rank: number;
  /** Comparable within one search only. */
  readonly score: number;
  /** The words of `text` that matched; absent when they were not asked for. */
  readonly matches?: readonly TokenMatch[];
}

/** Options of {@link findPassages}. */
export interface FindOptions {
  /** How many passages at most. @default 5 */
  readonly limit?: number;
  /** Only passages of these files, and of files below these folders, by their names in the index. @default all */
  readonly below?: readonly string[];
  /** Says which words of each passage matched, which takes longer than the search. @default false */
  readonly matches?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What is searched, and what with. */
export interface FindParts {
  readonly database: IndexDatabase;
  readonly models: () => Promise<SearchModels>;
}

/** The passages that answer a query, the best first. */
export async function findPassages(
  { database, models }: FindParts,
  query: string,
  { limit = 5, below = [], matches = false, signal }: FindOptions = {},
): Promise<FoundPassage[]> {
  const [pipeline, { embedder, words }] = await Promise.all([database.pipeline(), models()]);
  const filter = below.length > 0 && !below.includes('') ? { filter: within(below) } : {};
  const call = { topK: limit, matches: matches && hasTokens(embedder), ...filter, ...(signal && { signal }) };
  const { hits } = await pipeline.search(query, call);
  const match = matches && !hasTokens(embedder) ? await wordMatcher(words, query) : undefined;
  return Promise.all(
    hits.map(async ({ payload, rank, score, matches: matched }) => {
      const found = matched === undefined ? await match?.(payload.text) : withoutContext(payload, matched);
      return { ...payload, rank, score, ...(found && { matches: found }) };
    }),
  );
}

function within(below: readonly string[]): object {
  return { should: ['file', 'folders'].map((key) => ({ key, match: { any: [...below] } })) };
}

/** What matched in the headings is not in the text. */
function withoutContext(payload: PassagePayload, matches: readonly TokenMatch[]): TokenMatch[] {
  const start = contextOf(payload).length;
  const inText = matches.filter((match) => match.start >= start);
  return inText.map((match) => ({ ...match, start: match.start - start, end: match.end - start }));
}

/** Finds the words of a text that the query has, too, each as heavy as the others: for models that do not compare word by word. */
async function wordMatcher(
  words: SparseEmbedder,
  query: string,
): Promise<((text: string) => Promise<TokenMatch[]>) | undefined> {
  const wanted = new Set((await words.queryWords?.(query))?.map(({ index }) => index));
  if (wanted.size === 0) return undefined;
  return async (text) => {
    const found = (await words.queryWords?.(text)) ?? [];
    return found.flatMap(({ start, end, index }) => (wanted.has(index) ? [{ start, end, weight: 1 / wanted.size }] : [])); // prettier-ignore
  };
}
