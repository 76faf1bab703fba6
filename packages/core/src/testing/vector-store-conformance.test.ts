import { readFileSync } from 'node:fs';

import { describe, expect, it, test } from 'vitest';

import { failuresOf } from '../__tests__/failures-of.ts';
import { MapStore } from '../__tests__/map-store.ts';
import type { PointId, StoredPoint, StoreHit, StoreQueryOptions, VectorStore } from '../index.ts';
import { vectorStoreConformance } from './index.ts';

type Call = { readonly signal?: AbortSignal };
type Payload = Record<string, unknown>;

const filterFor =
  ({ payload }: StoredPoint) =>
  (other: Payload) =>
    other['degrees'] === payload['degrees'];

describe('the store of the README', () => {
  const cases = vectorStoreConformance({ withStore: (use) => use(new MapStore(3)), filterFor });
  for (const { name, run } of cases) it(name, run);

  it('is the one that is tested here', () => {
    const code = readFileSync(new URL('../__tests__/map-store.ts', import.meta.url), 'utf8');
    const store = code.slice(code.indexOf('/**'));
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(store.replace('export class', 'class').trim());
  });
});

/** Each is right but for one thing. */
const broken: [what: string, store: new (dimension: number) => VectorStore, failing: RegExp][] = [
  [
    'stores what comes before a bad vector',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        for (const point of points) await super.upsert([point], options);
      }
    },
    /^upsert stores nothing of a batch/,
  ],
  [
    'merges payloads',
    class extends MapStore<Payload> {
      readonly #payloads = new Map<PointId, Payload>();
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        const merged = points.map((point) => ({
          ...point,
          payload: { ...this.#payloads.get(point.id), ...point.payload },
        }));
        await super.upsert(merged, options);
        for (const { id, payload } of merged) this.#payloads.set(id, payload);
      }
    },
    /^upsert replaces the vector and the whole payload/,
  ],
  [
    'turns ids into numbers',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        await super.upsert(
          points.map((point) => ({ ...point, id: typeof point.id === 'bigint' ? Number(point.id) : point.id })),
          options,
        );
      }
    },
    /^upsert keeps ids that are integers of 64 bits/,
  ],
  [
    'gives the farthest points first',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return (await super.query(vector, { ...options, limit: 100 })).toReversed().slice(0, options.limit);
      }
    },
    /^query gives the nearest points, closest first/,
  ],
  [
    'keeps to itself that its scores are distances',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return (await super.query(vector, options)).map((hit) => ({ ...hit, score: 1 - hit.score }));
      }
    },
    /^query gives scores that are finite and follow the order/,
  ],
  [
    'says that its similarities are distances',
    class extends MapStore<Payload> {
      readonly lowerIsCloser = true;
    },
    /^query gives scores that are finite and follow the order/,
  ],
  [
    'ignores the filter',
    class extends MapStore<Payload> {
      override query(vector: Float32Array, { filter: _, ...options }: StoreQueryOptions): Promise<StoreHit[]> {
        return super.query(vector, options);
      }
    },
    /^query finds only what the filter lets through/,
  ],
  [
    'fails for unknown ids',
    class extends MapStore<Payload> {
      readonly #known = new Set<PointId>();
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        await super.upsert(points, options);
        for (const { id } of points) this.#known.add(id);
      }
      override async delete(ids: readonly PointId[], options?: Call) {
        if (ids.some((id) => !this.#known.delete(id))) throw new Error('unknown id');
        await super.delete(ids, options);
      }
    },
    /^delete removes the points, and ignores ids that are unknown/,
  ],
  [
    'wraps the reason of an abort',
    class extends MapStore<Payload> {
      override query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return super.query(vector, options).catch((cause: unknown) => {
          throw options.signal?.aborted ? new Error('aborted', { cause }) : cause;
        });
      }
    },
    /^query rejects with its signal's own reason/,
  ],
  [
    'leaves a listener on the signal',
    class extends MapStore<Payload> {
      override async delete(ids: readonly PointId[], options: Call = {}) {
        options.signal?.addEventListener('abort', () => {});
        await super.delete(ids, options);
      }
    },
    /^delete ends whole or not at all/,
  ],
  [
    'stores a part of a batch when it is aborted',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options: Call = {}) {
        if (points.some(({ vector }) => vector.length !== 3)) await super.upsert(points, options);
        for (const point of points) await super.upsert([point], options);
      }
    },
    /^upsert ends whole or not at all/,
  ],
  [
    'refuses bad input with an error that nobody can tell',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        if (options.limit < 1) throw new TypeError('limit');
        return super.query(vector, options);
      }
    },
    /^query refuses a vector that does not fit, and a limit/,
  ],
];

test.each(broken)('a store that %s fails the case that says so', async (_, Store, failing) => {
  const failures = await failuresOf(
    vectorStoreConformance({ withStore: (use) => use(new Store(3)), filterFor: (point) => filterFor(point) }),
  );
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('a store that is never handed over fails every case', async () => {
  const cases = vectorStoreConformance({ withStore: () => Promise.resolve(), filterFor });
  expect(await failuresOf(cases)).toHaveLength(cases.length);
});

test('a case is skipped with a reason only, which its name tells', async () => {
  const withStore = (use: (store: VectorStore) => Promise<void>) => use(new MapStore(3));
  const names = vectorStoreConformance({ withStore }).map(({ name }) => name);
  expect(names).toContain('query finds only what the filter lets through (skipped: no filterFor was given)');
  const skip = { 'query finds nothing in an empty store': 'there is always something' };
  const [skipped] = vectorStoreConformance({ withStore, filterFor, skip }).filter((one) => one.skipReason);
  expect(skipped?.name).toBe('query finds nothing in an empty store (skipped: there is always something)');
  await skipped!.run();
  expect(() => vectorStoreConformance({ withStore, skip: { 'no such case': 'because' } })).toThrow(/"no such case"/);
  const empty = { 'query finds nothing in an empty store': ' ' };
  expect(() => vectorStoreConformance({ withStore, skip: empty })).toThrow(/must be the reason/);
});
