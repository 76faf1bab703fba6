import { allOrNone, type SearchStore, type StorePrefetch } from '@x/core';

import type { EmbeddingRetrieveStage, MaxSimStage } from '../stages/stage.ts';
import { toStoreCandidates, type WorkingCandidate } from './candidate-list.ts';
import type { SearchRun } from './search-run.ts';
import { weighTokens, type WeighedWord } from './token-weights.ts';

/** Finds the union of the retrieve stages' lists, ordered by the maxSim stage. */
export async function findByMaxSim<Payload extends object>(
  stage: MaxSimStage,
  lists: readonly EmbeddingRetrieveStage[],
  run: SearchRun<Payload>,
): Promise<WorkingCandidate<Payload>[]> {
  const { candidates, filter, signal, watch } = run;
  // Checked when the pipeline was created.
  const store = run.store as SearchStore<Payload>;
  const [vector, prefetch] = await allOrNone(signal, (stop) => {
    const stopped = { ...run, signal: stop };
    return [weighedRows(stage, lists, stopped), Promise.all(lists.map((list) => prefetchOf(list, stopped)))];
  });
  const limit = lists.reduce((sum, list) => sum + (list.limit ?? candidates), 0);
  const call = { ...(filter === undefined ? {} : { filter }), ...(signal && { signal }) };
  const find = async () => {
    const hits = await store.query(vector, { using: stage.using, limit, prefetch, ...call });
    return toStoreCandidates(stage.maxSim, hits, false);
  };
  return watch.stage(stage.maxSim, find, signal, { type: 'store', action: 'query', database: store.database });
}

async function prefetchOf<Payload extends object>(
  { embedder, using, limit }: EmbeddingRetrieveStage,
  { vectors, candidates, signal }: SearchRun<Payload>,
): Promise<StorePrefetch> {
  return { vector: await vectors.of(embedder, signal), using: using!, limit: limit ?? candidates };
}

/**
 * Returns the query's token vectors, each scaled by its share of the total weight, so that their MaxSim is the weighted
 * mean.
 */
async function weighedRows<Payload extends object>(
  stage: MaxSimStage,
  lists: readonly EmbeddingRetrieveStage[],
  run: SearchRun<Payload>,
): Promise<Float32Array[]> {
  const [{ tokenVectors }, weights] = await Promise.all([
    run.vectors.tokens(run.signal),
    weightsOfTokens(stage, lists, run),
  ]);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return tokenVectors.flatMap((row, token) => {
    const share = weights[token]! / total;
    return share === 0 ? [] : [row.map((component) => component * share)];
  });
}

/**
 * Returns the weight of each query token. The store is queried for word frequencies while the model embeds the query.
 */
export async function weightsOfTokens<Payload extends object>(
  { embedder }: MaxSimStage,
  lists: readonly EmbeddingRetrieveStage[],
  run: SearchRun<Payload>,
): Promise<readonly number[]> {
  const { query, signal } = run;
  return run.vectors.weights(async () => {
    const [spans, words] = await Promise.all([
      embedder.queryTokenSpans(query, signal === undefined ? {} : { signal }),
      wordsOf(lists, run),
    ]);
    return weighTokens(query, spans, words);
  });
}

/** Returns the words of the query with their rarity, or `undefined` when no embedder can identify words. */
async function wordsOf<Payload extends object>(
  lists: readonly EmbeddingRetrieveStage[],
  { query, store, signal }: SearchRun<Payload>,
): Promise<WeighedWord[] | undefined> {
  for (const { embedder, using } of lists) {
    if (using === undefined || !('queryWords' in embedder)) continue;
    const words = await embedder.queryWords(query);
    const indices = Uint32Array.from(new Set(words.map(({ index }) => index)));
    const rarity = await (store as SearchStore<Payload>).inverseDocumentFrequencies(indices, {
      using,
      ...(signal && { signal }),
    });
    const byIndex = new Map(Array.from(indices, (index, position) => [index, rarity[position]!]));
    return words.map(({ index, start, end }) => ({ start, end, inverseDocumentFrequency: byIndex.get(index)! }));
  }
  return undefined;
}
