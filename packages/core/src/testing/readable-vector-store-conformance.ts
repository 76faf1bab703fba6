import assert from 'node:assert/strict';

import type { ReadableVectorStore, StorePayload } from '../contracts/vector-store.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { idsOf, pointAt } from './points-on-a-circle.ts';
import { requireAbortedBefore, requireListenersGone } from './signal-checks.ts';

/** Options of {@link readableVectorStoreConformance}. */
export interface ReadableVectorStoreConformanceOptions extends ConformanceOptions {
  /** Passes a new, empty store with one dense vector to `use`. It is called for each case. */
  readonly withStore: WithSubject<ReadableVectorStore>;
  /** Number of components of the store's vectors, at least 2. @default 3 */
  readonly dimension?: number;
}

/**
 * Returns cases that test what {@link ReadableVectorStore} adds to {@link VectorStore}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function readableVectorStoreConformance({
  withStore,
  dimension = 3,
  skip = {},
}: ReadableVectorStoreConformanceOptions): ConformanceCase[] {
  const pointsOf = (count: number) =>
    Array.from({ length: count }, (_, id) => pointAt(id, (90 * id) / count, dimension));
  const checks: Checks<ReadableVectorStore> = {
    'retrieve returns the points with the given ids and leaves out unknown ids': async (store) => {
      await store.upsert(pointsOf(4));
      const found = await store.retrieve(Object.freeze([3, 99, 1]));
      assert.deepEqual(idsOf(found).toSorted(), ['1', '3']);
      assert.deepEqual(found.find(({ id }) => String(id) === '1')!.payload, pointsOf(4)[1]!.payload);
      assert.deepEqual(await store.retrieve([]), []);
    },
    'scan yields every point once, even in a store with 999 points': async (store) => {
      assert.deepEqual(await collect(store.scan()), []);
      await store.upsert(pointsOf(1000));
      await store.delete([500]);
      const ids = idsOf(await collect(store.scan()));
      assert.equal(ids.length, 999);
      assert.deepEqual(new Set(ids), new Set(idsOf(pointsOf(1000).filter(({ id }) => id !== 500))));
    },
    'scan can be stopped early and started again': async (store) => {
      await store.upsert(pointsOf(10));
      for await (const point of store.scan()) {
        assert.ok('payload' in point);
        break;
      }
      assert.equal((await collect(store.scan())).length, 10);
    },
    "retrieve and scan reject with the signal's reason, and leave no listener on the signal": async (store) => {
      await store.upsert(pointsOf(3));
      await requireAbortedBefore((signal) => store.retrieve([1], { signal }));
      await requireAbortedBefore((signal) => collect(store.scan({ signal })));
      await requireListenersGone((signal) => store.retrieve([1], { signal }));
      await requireListenersGone((signal) => collect(store.scan({ signal })));
    },
  };
  return conformanceCases(checks, withStore, { skip });
}

async function collect(points: AsyncIterable<StorePayload>): Promise<StorePayload[]> {
  const collected: StorePayload[] = [];
  for await (const point of points) collected.push(point);
  return collected;
}
