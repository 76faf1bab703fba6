import type { SearchOptions } from '../pipeline-options.ts';
import { searchDocuments, type Searcher, type StagedResult } from './search-documents.ts';

// Enough to fill micro-batches, few enough to bound memory.
const searchesAtOnce = 8;

/** Answers queries side by side, so that the models pack their texts together; the first failure ends all. */
export async function searchMany<Payload extends object>(
  searcher: Searcher<Payload>,
  queries: readonly string[],
  options: SearchOptions,
): Promise<StagedResult<Payload>[]> {
  const results: StagedResult<Payload>[] = [];
  const controller = new AbortController();
  const signal =
    options.signal === undefined ? controller.signal : AbortSignal.any([options.signal, controller.signal]);
  const waiting = queries.entries();
  const work = async (): Promise<void> => {
    for (const [index, query] of waiting) {
      options.signal?.throwIfAborted();
      results[index] = await searchDocuments(searcher, query, { ...options, signal });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(searchesAtOnce, queries.length) }, work));
  } catch (error) {
    controller.abort(error);
    throw error;
  }
  return results;
}
