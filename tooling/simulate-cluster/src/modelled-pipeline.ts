import { createRetryPolicy, VectorStoreError, withRetries } from '@x/core';
import type { IndexedDocument, IndexingPipeline } from '@x/index-queue';

import type { SimulatedProcess } from './job-table.ts';
import type { ModelledServer } from './modelled-server.ts';
import type { Scenario } from './scenario.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What became of the documents, in all processes. */
export interface StoredUnits {
  /** How often each unit was stored. */
  readonly times: Uint8Array;
  /** Milliseconds that workers embedded. */
  embeddingMs: number;
  /** Requests that the store refused for having too much to do. */
  refusals: number;
}

/** What the pipelines of all workers share. */
export interface ModelledCluster {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly store: ModelledServer;
  readonly units: StoredUnits;
}

/** A pipeline of one worker that takes the time of its documents. One document stands for all of a unit; its id is the unit's number. */
export function modelledPipeline(
  { scenario, time, random, store, units }: ModelledCluster,
  { process, slowness }: { readonly process: SimulatedProcess; readonly slowness: number },
): IndexingPipeline {
  const { documentsPerUnit, documentsPerSecond, unchangedPerSecond, storeBacklogMs } = scenario;
  const policy = createRetryPolicy({ sleep: async (ms) => time.sleep(ms), random });
  let freeAt = 0;

  /** The units that a worker has under way share its processors. */
  const compute = async (ms: number): Promise<void> => {
    freeAt = Math.max(freeAt, time.now) + ms;
    await time.sleep(freeAt - time.now);
  };
  const write = async (): Promise<
    { result: true } | { error: VectorStoreError; isRetryable: true; retryAfterMs: number }
  > => {
    const { backlogMs } = store;
    if (backlogMs > storeBacklogMs) {
      units.refusals++;
      const facts = { status: 429, retryAfterMs: backlogMs, isRetryable: true } as const;
      const error = new VectorStoreError({ message: 'The store has too much to do.', operation: 'upsert', ...facts });
      return { error, ...facts };
    }
    await store.use(documentsPerUnit);
    return { result: true };
  };
  return {
    async index(documents) {
      const [document] = Array.from(documents as Iterable<IndexedDocument>);
      const id = Number(document!.id);
      const isThere = units.times[id]! > 0;
      const perSecond = isThere ? unchangedPerSecond : documentsPerSecond;
      // Texts differ in length: one unit takes up to a fifth more, or less, than another.
      const ms = (documentsPerUnit / perSecond) * 1000 * slowness * (0.8 + 0.4 * random());
      await compute(ms);
      // What a lost process had not stored is lost.
      if (!process.isAlive) return new Promise(() => {});
      units.embeddingMs += ms;
      // As the adapter does, before it gives up.
      await withRetries(write, policy, undefined);
      if (!process.isAlive) return new Promise(() => {});
      units.times[id]!++;
      const [indexed, unchanged] = isThere ? [0, documentsPerUnit] : [documentsPerUnit, 0];
      return { indexed, unchanged, superseded: 0, passages: indexed, failures: [] };
    },
    removeVanished: async () => 0,
  };
}
