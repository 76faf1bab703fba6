import assert from 'node:assert/strict';

import type { NamedVectorsPoint, PointId, StorePayload, VersionedStore } from '../contracts/vector-store.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { idsOf, vectorAt } from './points-on-a-circle.ts';
import { requireAbortedBefore, requireListenersGone, requireTypedRejection } from './signal-checks.ts';

/** Options of {@link versionedStoreConformance}. */
export interface VersionedStoreConformanceOptions extends ConformanceOptions {
  /** Passes a new, empty store with one dense vector to `use`. It is called for each case. */
  readonly withStore: WithSubject<VersionedStore>;
  /** Number of components of the store's vectors, at least 2. @default 3 */
  readonly dimension?: number;
}

const field = '_index.run';

/**
 * Returns cases that test what {@link VersionedStore} adds to {@link ReadableVectorStore}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function versionedStoreConformance({
  withStore,
  dimension = 3,
  skip = {},
}: VersionedStoreConformanceOptions): ConformanceCase[] {
  const fixture = { ...fixtureOf(dimension), dimension };
  return conformanceCases({ ...writeChecks(fixture), ...otherChecks(fixture) }, withStore, { skip });
}

const guard = { field, version: 5 };

function fixtureOf(dimension: number) {
  const point = (id: PointId, name: string, run?: number): NamedVectorsPoint => {
    const record = { name, ...(run !== undefined && { run }) };
    return { id, vector: vectorAt(name.length, dimension), payload: { _index: record, text: name } };
  };
  /** Stores the points 1 to 4: newer than version 5, the same version, older, and without a version number. */
  const fill = (store: VersionedStore) =>
    store.upsert([point(1, 'newer', 6), point(2, 'same', 5), point(3, 'older', 4), point(4, 'unnumbered')]);
  return { point, fill };
}

type Fixture = ReturnType<typeof fixtureOf> & { readonly dimension: number };

function writeChecks({ point, fill, dimension }: Fixture): Checks<VersionedStore> {
  return {
    'upsertUnlessNewer adds points, and replaces those of the same version, older or without a number, but not newer ones':
      async (store) => {
        await fill(store);
        await store.upsertUnlessNewer(Object.freeze([1, 2, 3, 4, 9].map((id) => point(id, 'written', 5))), guard);
        const names = { 1: 'newer', 2: 'written', 3: 'written', 4: 'written', 9: 'written' };
        assert.deepEqual(await namesIn(store), names);
        const hits = await store.query(vectorAt('written'.length, dimension), { limit: 5 });
        assert.deepEqual(idsOf(hits).toSorted(), ['1', '2', '3', '4', '9'], 'the vectors are stored, too');
      },
    'upsertUnlessNewer with version -1 replaces only points without a number': async (store) => {
      await store.upsert([point(1, 'zero', 0), point(2, 'unnumbered')]);
      await store.upsertUnlessNewer(
        [1, 2, 3].map((id) => point(id, 'written', 7)),
        { field, version: -1 },
      );
      assert.deepEqual(await namesIn(store), { 1: 'zero', 2: 'written', 3: 'written' });
    },
    'upsertUnlessNewer compares version numbers exactly, up to the largest safe integer': async (store) => {
      const large = Number.MAX_SAFE_INTEGER - 1;
      await store.upsert([point(1, 'newer', large + 1), point(2, 'same', large)]);
      await store.upsertUnlessNewer(
        [1, 2].map((id) => point(id, 'written', large)),
        { field, version: large },
      );
      assert.deepEqual(await namesIn(store), { 1: 'newer', 2: 'written' });
    },
    'updateUnlessNewer sets only the given fields beside the number, unless a point is newer': async (store) => {
      await fill(store);
      await store.updateUnlessNewer(Object.freeze([1, 2, 3, 4, 9]), { run: 5, hash: 'h' }, guard);
      const payloads = Object.fromEntries(
        (await collect(store.scan())).map(({ id, payload }) => [String(id), payload]),
      );
      assert.deepEqual(payloads, {
        1: point(1, 'newer', 6).payload,
        2: { _index: { name: 'same', run: 5, hash: 'h' }, text: 'same' },
        3: { _index: { name: 'older', run: 5, hash: 'h' }, text: 'older' },
        4: { _index: { name: 'unnumbered', run: 5, hash: 'h' }, text: 'unnumbered' },
      });
      await store.updateUnlessNewer([3], { run: 3 }, { field, version: 4 });
      assert.deepEqual(
        idsOf(await collect(store.scanUnlessNewer({ field, version: 4 }))),
        [],
        'an older call does not lower the number of a newer point',
      );
    },
    'deleteUnlessNewer removes points unless they are newer, and ignores unknown ids': async (store) => {
      await fill(store);
      await store.deleteUnlessNewer(Object.freeze([1, 2, 4, 9]), guard);
      assert.deepEqual(await namesIn(store), { 1: 'newer', 3: 'older' });
      await store.deleteUnlessNewer([1], { field, version: 6 });
      assert.deepEqual(await namesIn(store), { 3: 'older' });
    },
  };
}

function otherChecks({ point, fill }: Fixture): Checks<VersionedStore> {
  return {
    'scanUnlessNewer yields each point that is not newer and matches `where`, once': async (store) => {
      const numbered = Array.from({ length: 700 }, (_, id) => point(id, `n${id % 3}`, id % 7));
      const points = [...numbered, point(700, 'n1')].map((one, id) => {
        return { ...one, payload: { ...one.payload, place: { row: id % 2 } } };
      });
      await store.upsert(points);
      const wanted = points.filter(({ id, payload }) => (Number(id) % 7 <= 3 || id === 700) && payload.place.row === 0);
      const found = await collect(store.scanUnlessNewer({ field, version: 3, where: { 'place.row': 0 } }));
      assert.deepEqual(idsOf(found).toSorted(), idsOf(wanted).toSorted());
      assert.deepEqual(found.find(({ id }) => id === 700)?.payload, points[700]!.payload);
      const unnumbered = await collect(store.scanUnlessNewer({ field, version: -1 }));
      assert.deepEqual(idsOf(unnumbered), ['700']);
    },
    'the guarded calls accept an empty array, an empty store and a top-level field': async (store) => {
      await store.upsertUnlessNewer([], guard);
      await store.updateUnlessNewer([1], { run: 5 }, guard);
      await store.deleteUnlessNewer([1], guard);
      assert.deepEqual(await collect(store.scanUnlessNewer(guard)), []);
      const top = { field: 'version', version: 2 };
      const points = [3, 2].map((version, index) => ({ ...point(index + 1, 'a'), payload: { version } }));
      await store.upsertUnlessNewer(points, top);
      await store.updateUnlessNewer([1, 2], { seen: 1 }, top);
      assert.deepEqual((await store.retrieve([2]))[0]?.payload, { version: 2, seen: 1 });
      assert.deepEqual((await store.retrieve([1]))[0]?.payload, { version: 3 });
    },
    'the guarded calls refuse a version that is not a safe integer of at least -1': async (store) => {
      for (const version of [-2, 0.5, Number.NaN, 2 ** 53]) {
        const wrong = { field, version };
        await requireTypedRejection(() => store.upsertUnlessNewer([point(1, 'a', 1)], wrong));
        await requireTypedRejection(() => store.updateUnlessNewer([1], { run: 1 }, wrong));
        await requireTypedRejection(() => store.deleteUnlessNewer([1], wrong));
        await requireTypedRejection(() => collect(store.scanUnlessNewer(wrong)));
      }
    },
    "the guarded calls reject with the signal's reason, change nothing, and leave no listener on the signal": async (
      store,
    ) => {
      await fill(store);
      const before = await namesIn(store);
      const calls: ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => store.upsertUnlessNewer([point(2, 'written', 5)], { ...guard, signal }),
        (signal) => store.updateUnlessNewer([2], { name: 'written' }, { ...guard, signal }),
        (signal) => store.deleteUnlessNewer([2], { ...guard, signal }),
        (signal) => collect(store.scanUnlessNewer({ ...guard, signal })),
      ];
      for (const call of calls) await requireAbortedBefore(call);
      assert.deepEqual(await namesIn(store), before);
      for (const call of calls) await requireListenersGone(call);
    },
  };
}

async function namesIn(store: VersionedStore): Promise<Record<string, unknown>> {
  const points = await collect(store.scan());
  return Object.fromEntries(points.map(({ id, payload }) => [String(id), payload['text']]));
}

async function collect(points: AsyncIterable<StorePayload>): Promise<StorePayload[]> {
  const collected: StorePayload[] = [];
  for await (const point of points) collected.push(point);
  return collected;
}
