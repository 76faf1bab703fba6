import assert from 'node:assert/strict';

import type { StoredPoint, StoreHit, VectorStore } from '../contracts/vector-store.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { idsOf, pointAt, vectorAt } from './points-on-a-circle.ts';
import { requireScoresInOrder } from './score-checks.ts';
import {
  requireAbortedBefore,
  requireAbortedMeanwhile,
  requireListenersGone,
  requireTypedRejection,
} from './signal-checks.ts';

/** Options of {@link vectorStoreConformance}. */
export interface VectorStoreConformanceOptions extends ConformanceOptions {
  /** Passes a new, empty store to `use`. It is called for each case. */
  readonly withStore: WithSubject<VectorStore>;
  /** Number of components of the store's vectors, at least 2. @default 3 */
  readonly dimension?: number;
  /** Returns a condition in the store's own language that only this point matches. Without it, the filter case is skipped. */
  readonly filterFor?: (point: StoredPoint) => unknown;
}

const filterCase = 'query finds only points that match the filter';

/**
 * Returns cases for any test runner that test the contract of {@link VectorStore}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 * @example
 * for (const { name, run } of vectorStoreConformance({ withStore: (use) => use(new MapStore(3)) })) it(name, run);
 */
export function vectorStoreConformance({
  withStore,
  dimension = 3,
  filterFor,
  skip = {},
}: VectorStoreConformanceOptions): ConformanceCase[] {
  const checks = {
    ...writeChecks(dimension),
    ...queryChecks(dimension),
    [filterCase]: async (store: VectorStore) => {
      const points = threePoints(dimension);
      await store.upsert(points);
      const hits = await store.query(vectorAt(0, dimension), { limit: 3, filter: filterFor?.(points[1]) });
      assert.deepEqual(idsOf(hits), ['2']);
      const farthest = await store.query(vectorAt(0, dimension), { limit: 1, filter: filterFor?.(points[0]) });
      assert.deepEqual(idsOf(farthest), ['3'], 'limit counts only points that match the filter');
    },
    ...storeSignalChecks(dimension),
  };
  const unfiltered = filterFor === undefined && { [filterCase]: 'filterFor is not given' };
  return conformanceCases(checks, withStore, { skip: { ...unfiltered, ...skip } });
}

/** Returns points at 80, 40 and 10 degrees, so that their insertion order differs from their order by distance. */
function threePoints(dimension: number): readonly [StoredPoint, StoredPoint, StoredPoint] {
  return [pointAt(3, 80, dimension), pointAt(2, 40, dimension), pointAt(1, 10, dimension)];
}

/** Returns all stored points, those nearest to the first axis first. */
function everything(store: VectorStore, dimension: number): Promise<StoreHit[]> {
  return store.query(vectorAt(0, dimension), { limit: 100 });
}

function writeChecks(dimension: number): Checks<VectorStore> {
  return {
    'upsert stores ids that are numbers or UUIDs, and payloads of any JSON': async (store) => {
      const payload = { text: 'Bienen 🐝', tags: ['a', 'b'], nested: { year: 1431, known: true, end: null } };
      const ids = [0, 2 ** 53 - 1, '6f1f0c5e-5b1c-4b0e-8a39-1d4f0c6c2b11'];
      await store.upsert(ids.map((id, index) => ({ ...pointAt(id, 20 * index, dimension), payload })));
      const hits = await everything(store, dimension);
      assert.deepEqual(idsOf(hits), ids.map(String));
      for (const hit of hits) assert.deepEqual(hit.payload, payload);
    },
    'upsert stores ids that are 64-bit integers': async (store) => {
      const ids = [2n ** 53n + 1n, 2n ** 64n - 1n];
      await store.upsert(ids.map((id, index) => pointAt(id, 20 * index, dimension)));
      assert.deepEqual(idsOf(await everything(store, dimension)), ids.map(String));
      await store.delete([ids[0]!]);
      assert.deepEqual(idsOf(await everything(store, dimension)), [String(ids[1])]);
    },
    'upsert replaces the vector and the whole payload of a point with the same id': async (store) => {
      await store.upsert([{ ...pointAt(1, 80, dimension), payload: { old: true } }, pointAt(2, 40, dimension)]);
      await store.upsert([{ ...pointAt(1, 0, dimension), payload: { fresh: true } }]);
      const hits = await everything(store, dimension);
      assert.deepEqual(idsOf(hits), ['1', '2']);
      assert.deepEqual(hits[0]!.payload, { fresh: true });
    },
    'upsert refuses a batch with a vector that does not fit, and stores none of its points': async (store) => {
      await store.upsert([pointAt(1, 10, dimension)]);
      const batch = [pointAt(1, 60, dimension), pointAt(2, 0, dimension), pointAt(3, 0, dimension + 1)];
      await requireTypedRejection(() => store.upsert(batch));
      const hits = await everything(store, dimension);
      assert.deepEqual(idsOf(hits), ['1'], 'an upsert is all or nothing');
      assert.deepEqual(hits[0]!.payload, { degrees: 10 }, 'an upsert that rejects replaces nothing');
    },
    'upsert accepts an empty array, and does not change the given points': async (store) => {
      await store.upsert(Object.freeze([]));
      const point = pointAt(1, 30, dimension);
      await store.upsert(Object.freeze([Object.freeze({ ...point, payload: Object.freeze(point.payload) })]));
      assert.deepEqual(point, pointAt(1, 30, dimension));
    },
    'delete removes the points, and ignores unknown and deleted ids': async (store) => {
      await store.delete(Object.freeze([9]));
      await store.upsert(threePoints(dimension));
      await store.delete(Object.freeze([1, 9, 3]));
      await store.delete([1]);
      await store.delete([]);
      assert.deepEqual(idsOf(await everything(store, dimension)), ['2']);
    },
  };
}

function queryChecks(dimension: number): Checks<VectorStore> {
  return {
    'query returns the nearest points, closest first': async (store) => {
      await store.upsert(threePoints(dimension));
      const query = vectorAt(0, dimension);
      const hits = await store.query(query, { limit: 3 });
      assert.deepEqual(idsOf(hits), ['1', '2', '3']);
      assert.deepEqual(
        hits.map(({ payload }) => payload),
        [{ degrees: 10 }, { degrees: 40 }, { degrees: 80 }],
      );
      assert.deepEqual(idsOf(await store.query(vectorAt(90, dimension), { limit: 3 })), ['3', '2', '1']);
      assert.deepEqual(query, vectorAt(0, dimension), 'the query vector does not change');
    },
    'query returns finite scores that match the order': async (store) => {
      await store.upsert(threePoints(dimension));
      requireScoresInOrder(await everything(store, dimension), store.lowerIsCloser === true);
    },
    'query returns at most `limit` hits, or all when there are fewer': async (store) => {
      await store.upsert(threePoints(dimension));
      assert.deepEqual(idsOf(await store.query(vectorAt(0, dimension), { limit: 2 })), ['1', '2']);
      assert.equal((await store.query(vectorAt(0, dimension), { limit: 50 })).length, 3);
    },
    'query finds nothing in an empty store': async (store) => {
      assert.deepEqual(await everything(store, dimension), []);
    },
    'query refuses a vector that does not fit, and a limit that is not a count': async (store) => {
      await store.upsert(threePoints(dimension));
      await requireTypedRejection(() => store.query(vectorAt(0, dimension + 1), { limit: 3 }));
      for (const limit of [-1, 1.5]) {
        await requireTypedRejection(() => store.query(vectorAt(0, dimension), { limit }));
      }
    },
  };
}

function storeSignalChecks(dimension: number): Checks<VectorStore> {
  const calls: [string, (store: VectorStore, signal: AbortSignal) => Promise<unknown>][] = [
    ['upsert', (store, signal) => store.upsert([pointAt(5, 5, dimension), pointAt(6, 6, dimension)], { signal })],
    ['query', (store, signal) => store.query(vectorAt(0, dimension), { limit: 9, signal })],
    ['delete', (store, signal) => store.delete([1, 2], { signal })],
  ];
  const checks = calls.map(([name, call]): [string, Checks<VectorStore>[string]][] => [
    [
      `${name} rejects with the signal's reason when it is already aborted, and changes nothing`,
      async (store) => {
        await store.upsert(threePoints(dimension));
        await requireAbortedBefore((signal) => call(store, signal));
        assert.deepEqual(idsOf(await everything(store, dimension)), ['1', '2', '3']);
      },
    ],
    [
      `${name} is applied completely or not at all when its signal aborts during the call, and leaves no listener`,
      async (store) => {
        await store.upsert(threePoints(dimension));
        await requireListenersGone((signal) => call(store, signal));
        await store.delete([5, 6]);
        await store.upsert(threePoints(dimension));
        await requireAbortedMeanwhile((signal) => call(store, signal));
        const ids = idsOf(await everything(store, dimension)).toSorted();
        assert.ok(
          [['1', '2', '3'], ['1', '2', '3', '5', '6'], ['3']].some((whole) => String(whole) === String(ids)),
          `the store contains ${ids.join(', ')}: only part of the call was applied`,
        );
      },
    ],
  ]);
  return Object.fromEntries(checks.flat());
}
