import { createRetryPolicy, VectorStoreError, withRetries } from '@x/core';
import type { IndexedDocument, IndexingPipeline } from '@x/index-queue';

import type { SimulatedProcess } from './job-table.ts';
import type { ModeledServer } from './modeled-server.ts';
import type { Scenario } from './scenario.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The work of all processes. */
export interface StoredUnits {
  /** The number of times that each unit was stored. */
  readonly times: Uint8Array;
  /** Milliseconds that all workers spent on embedding. */
  embeddingMs: number;
  /** Requests that the store refused because it was overloaded. */
  refusals: number;
}

/** The state that the pipelines of all workers share. */
export interface ModeledCluster {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly store: ModeledServer;
  readonly units: StoredUnits;
}

/** Creates the pipeline of one worker, which takes the time of its documents. One document represents a unit, with the unit's number as id. */
export function modeledPipeline(
  { scenario, time, random, store, units }: ModeledCluster,
  { process, slowness }: { readonly process: SimulatedProcess; readonly slowness: number },
): IndexingPipeline {
  const { documentsPerUnit, documentsPerSecond, unchangedPerSecond, storeBacklogMs } = scenario;
  const policy = createRetryPolicy({ sleep: async (ms) => time.sleep(ms), random });
  let freeAt = 0;

  /** The active units of a worker share its processors. */
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
      // The time of a unit varies by up to a fifth in both directions, because texts differ in length.
      const ms = (documentsPerUnit / perSecond) * 1000 * slowness * (0.8 + 0.4 * random());
      await compute(ms);
      // A lost process does not store its unit.
      if (!process.isAlive) return new Promise(() => {});
      units.embeddingMs += ms;
      // Retries like the Qdrant client.
      await withRetries(write, policy, undefined);
      if (!process.isAlive) return new Promise(() => {});
      units.times[id]!++;
      const [indexed, unchanged] = isThere ? [0, documentsPerUnit] : [documentsPerUnit, 0];
      return { indexed, unchanged, superseded: 0, passages: indexed, failures: [] };
    },
    removeVanished: async () => 0,
  };
}
