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

describe('the example store of the README', () => {
  const cases = vectorStoreConformance({ withStore: (use) => use(new MapStore(3)), filterFor });
  for (const { name, run } of cases) it(name, run);

  it('is the store that this file tests', () => {
    const code = readFileSync(new URL('../__tests__/map-store.ts', import.meta.url), 'utf8');
    const store = code.slice(code.indexOf('/**'));
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(store.replace('export class', 'class').trim());
  });
});

/** Stores with one fault each. */
const broken: [what: string, store: new (dimension: number) => VectorStore, failing: RegExp][] = [
  [
    'stores the points before a bad vector',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        for (const point of points) await super.upsert([point], options);
      }
    },
    /^upsert refuses a batch with a vector that does not fit/,
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
    'converts ids to numbers',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options?: Call) {
        await super.upsert(
          points.map((point) => ({ ...point, id: typeof point.id === 'bigint' ? Number(point.id) : point.id })),
          options,
        );
      }
    },
    /^upsert stores ids that are 64-bit integers/,
  ],
  [
    'returns the farthest points first',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return (await super.query(vector, { ...options, limit: 100 })).toReversed().slice(0, options.limit);
      }
    },
    /^query returns the nearest points, closest first/,
  ],
  [
    'does not declare that its scores are distances',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return (await super.query(vector, options)).map((hit) => ({ ...hit, score: 1 - hit.score }));
      }
    },
    /^query returns finite scores that match the order/,
  ],
  [
    'declares its similarities as distances',
    class extends MapStore<Payload> {
      readonly lowerIsCloser = true;
    },
    /^query returns finite scores that match the order/,
  ],
  [
    'ignores the filter',
    class extends MapStore<Payload> {
      override query(vector: Float32Array, { filter: _, ...options }: StoreQueryOptions): Promise<StoreHit[]> {
        return super.query(vector, options);
      }
    },
    /^query finds only points that match the filter/,
  ],
  [
    'applies the limit before the filter',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, { filter, ...options }: StoreQueryOptions): Promise<StoreHit[]> {
        const hits = await super.query(vector, options);
        return hits.filter(({ payload }) => (filter as undefined | ((payload: Payload) => boolean))?.(payload) ?? true);
      }
    },
    /^query finds only points that match the filter/,
  ],
  [
    'returns numbers as texts',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        return (await super.query(vector, options)).map((hit) => ({ ...hit, id: String(hit.id) }));
      }
    },
    /^upsert stores ids that are numbers or UUIDs/,
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
    /^delete removes the points, and ignores unknown/,
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
    /^query rejects with the signal's reason/,
  ],
  [
    'leaves a listener on the signal',
    class extends MapStore<Payload> {
      override async delete(ids: readonly PointId[], options: Call = {}) {
        options.signal?.addEventListener('abort', () => {});
        await super.delete(ids, options);
      }
    },
    /^delete is applied completely or not at all/,
  ],
  [
    'stores part of a batch when it is aborted',
    class extends MapStore<Payload> {
      override async upsert(points: readonly StoredPoint[], options: Call = {}) {
        if (points.some(({ vector }) => vector.length !== 3)) await super.upsert(points, options);
        for (const point of points) await super.upsert([point], options);
      }
    },
    /^upsert is applied completely or not at all/,
  ],
  [
    'refuses bad input with an error that is not an XError',
    class extends MapStore<Payload> {
      override async query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit[]> {
        if (options.limit < 1) throw new TypeError('limit');
        return super.query(vector, options);
      }
    },
    /^query refuses a vector that does not fit, and a limit/,
  ],
];

test.each(broken)('a store that %s fails the matching case', async (_, Store, failing) => {
  const failures = await failuresOf(
    vectorStoreConformance({ withStore: (use) => use(new Store(3)), filterFor: (point) => filterFor(point) }),
  );
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('every case fails when `use` is never called', async () => {
  const cases = vectorStoreConformance({ withStore: () => Promise.resolve(), filterFor });
  expect(await failuresOf(cases)).toHaveLength(cases.length);
});

test('a skipped case needs a reason and states it in its name', async () => {
  const withStore = (use: (store: VectorStore) => Promise<void>) => use(new MapStore(3));
  const names = vectorStoreConformance({ withStore }).map(({ name }) => name);
  expect(names).toContain('query finds only points that match the filter (skipped: filterFor is not given)');
  const skip = { 'query finds nothing in an empty store': 'it is never empty' };
  const [skipped] = vectorStoreConformance({ withStore, filterFor, skip }).filter((one) => one.skipReason);
  expect(skipped?.name).toBe('query finds nothing in an empty store (skipped: it is never empty)');
  await skipped!.run();
  expect(() => vectorStoreConformance({ withStore, skip: { 'no such case': 'because' } })).toThrow(/"no such case"/);
  const empty = { 'query finds nothing in an empty store': ' ' };
  expect(() => vectorStoreConformance({ withStore, skip: empty })).toThrow(/must be a non-empty reason/);
});
