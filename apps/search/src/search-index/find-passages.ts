import { RemoteModelError, type SparseEmbedder } from '@x/core';
import type { SearchResult, TokenMatch } from '@x/pipeline';

import { hasTokens, type SearchModels } from '../models/search-models.ts';
import { isUpward } from './files-below.ts';
import type { IndexDatabase } from './open-database.ts';
import { contextOf, type PassagePayload } from './passage-payload.ts';

/** A passage in the results of a search. */
export interface FoundPassage extends PassagePayload {
  /** The rank, from 1 for the best passage. */
  readonly rank: number;
  /** The score. Scores are only comparable within one search. */
  readonly score: number;
  /** The matching words of `text`. Absent when they were not requested. */
  readonly matches?: readonly TokenMatch[];
}

/** The answer to a query. */
export interface FoundPassages {
  /** The passages, best first. */
  readonly passages: readonly FoundPassage[];
  /** Why the reranking model failed, as a sentence. The passages then have the order of the search without it. Absent when it did not fail. */
  readonly notReranked?: string;
}

/** Options of {@link findPassages}. */
export interface FindOptions {
  /** The maximum number of passages. @default 5 */
  readonly limit?: number;
  /** Files and folders to search, by their names in the index. @default all */
  readonly below?: readonly string[];
  /** Also finds the matching words of each passage. This takes longer than the search itself. @default false */
  readonly matches?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The database to search and the models. */
export interface FindParts {
  readonly database: IndexDatabase;
  readonly models: () => Promise<SearchModels>;
}

/** The statuses with which a service refuses every request: its key, model or URL is wrong. */
const permanentStatuses: readonly unknown[] = [401, 403, 404, 405];

/** Returns whether an error says that the service of a model refuses every request. */
export function isRefusal(error: unknown): boolean {
  return RemoteModelError.isInstance(error) && permanentStatuses.includes(error.status);
}

/**
 * Returns the passages that answer a query.
 *
 * @throws {RemoteModelError} when the service of the reranking model refuses the key, the model or the URL. Any other failure of that model is
 * reported in `notReranked`.
 */
export async function findPassages(
  { database, models }: FindParts,
  query: string,
  { limit = 5, below = [], matches = false, signal }: FindOptions = {},
): Promise<FoundPassages> {
  const [pipeline, { embedder, words }] = await Promise.all([database.pipeline(), models()]);
  const filter = below.length > 0 ? { filter: within(below) } : {};
  const call = { topK: limit, matches: matches && hasTokens(embedder), ...filter, ...(signal && { signal }) };
  const { hits, degraded } = await pipeline.search(query, call);
  const notReranked = whyNotReranked(degraded);
  const match = matches && !hasTokens(embedder) ? await wordMatcher(words, query) : undefined;
  const passages = await Promise.all(
    hits.map(async ({ payload, rank, score, matches: matched }) => {
      const found = matched === undefined ? await match?.(payload.text) : withoutContext(payload, matched);
      return { ...payload, rank, score, ...(found && { matches: found }) };
    }),
  );
  return { passages, ...(notReranked !== undefined && { notReranked }) };
}

function whyNotReranked([failure]: SearchResult<object>['degraded'] = []): string | undefined {
  if (failure === undefined) return undefined;
  const { cause, reason } = failure;
  if (isRefusal(cause)) throw cause;
  return cause instanceof Error ? cause.message : reason;
}

function within(below: readonly string[]): object {
  const inner = below.filter((name) => !isUpward(name));
  const named = ['file', 'folders'].map((key) => ({ key, match: { any: inner } }));
  // The folder of the index and those above it contain all files but those below the next folder above.
  const outer = below.filter(isUpward).map((name) => (name === '' ? '..' : `${name}/..`));
  return { should: [...named, ...outer.map((value) => ({ must_not: [{ key: 'folders', match: { value } }] }))] };
}

/** Removes matches in the headings before the text, and makes the others relative to the text. */
function withoutContext(payload: PassagePayload, matches: readonly TokenMatch[]): TokenMatch[] {
  const start = contextOf(payload).length;
  const inText = matches.filter((match) => match.start >= start);
  return inText.map((match) => ({ ...match, start: match.start - start, end: match.end - start }));
}

/** Returns a function that finds the words that a text shares with the query, with equal weights. Used for models without token vectors. */
async function wordMatcher(
  words: SparseEmbedder,
  query: string,
): Promise<((text: string) => Promise<TokenMatch[]>) | undefined> {
  const wanted = new Set((await words.queryWords?.(query))?.map(({ index }) => index));
  if (wanted.size === 0) return undefined;
  return async (text) => {
    const found = (await words.queryWords?.(text)) ?? [];
    return found.flatMap(({ start, end, index }) =>
      wanted.has(index) ? [{ start, end, weight: 1 / wanted.size }] : [],
    );
  };
}
