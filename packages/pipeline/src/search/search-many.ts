import { followSignal, requireOptions, requireTexts } from '@x/core';

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
  using own = followSignal(options.signal);
  const waiting = queries.entries();
  const work = async (): Promise<void> => {
    for (const [index, query] of waiting) {
      own.signal.throwIfAborted();
      results[index] = await searchDocuments(searcher, query, { ...options, signal: own.signal });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(searchesAtOnce, queries.length) }, work));
  } catch (error) {
    own.abort(error);
    throw error;
  }
  return results;
}
