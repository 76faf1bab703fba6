import { allOrNone, requireOptions, requireTexts } from '@x/core';

import { type SearchOptions, searchOptionKinds } from './search-options.ts';
import { searchDocuments, type Searcher, type StagedResult } from './search-documents.ts';

// Enough to fill micro-batches, and few enough to bound memory.
const searchesAtOnce = 8;

/** Runs queries concurrently, so that models batch their texts; the first failure ends all of them. */
export async function searchMany<Payload extends object>(
  searcher: Searcher<Payload>,
  queries: readonly string[],
  options: SearchOptions,
): Promise<StagedResult<Payload>[]> {
  requireTexts(queries, 'queries');
  requireOptions(options, searchOptionKinds);
  const results: StagedResult<Payload>[] = [];
  const waiting = queries.entries();
  const work = async (signal: AbortSignal): Promise<void> => {
    for (const [index, query] of waiting) {
      signal.throwIfAborted();
      results[index] = await searchDocuments(searcher, query, { ...options, signal });
    }
  };
  const length = Math.min(searchesAtOnce, queries.length);
  await allOrNone(options.signal, (signal) => Array.from({ length }, () => work(signal)));
  return results;
}
