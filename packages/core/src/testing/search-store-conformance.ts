import assert from 'node:assert/strict';

import type { SearchStore } from '../contracts/search-store.ts';
import type { StoredPoint, StoreVector } from '../contracts/vector-store.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { idsOf, vectorAt } from './points-on-a-circle.ts';
import { requireAbortedBefore, requireListenersGone } from './signal-checks.ts';

/** Options of {@link searchStoreConformance}. */
export interface SearchStoreConformanceOptions extends ConformanceOptions {
  /** Passes a new, empty store with all of `searchVectors` to `use`. It is called for each case. */
  readonly withStore: WithSubject<SearchStore>;
  /** Returns a filter that only the given point matches. */
  readonly filterFor: (point: Pick<StoredPoint, 'id'>) => unknown;
  /** Number of components of the text vectors and token vectors, at least 2. @default 8 */
  readonly dimension?: number;
  /** Minimum cosine between a token vector as read and as stored. @default 0.999 */
  readonly likeness?: number;
}

/**
 * Returns cases that test what {@link SearchStore} adds to {@link ReadableVectorStore}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function searchStoreConformance({
  withStore,
  skip = {},
  ...options
}: SearchStoreConformanceOptions): ConformanceCase[] {
  const settings = { dimension: 8, likeness: 0.999, ...options };
  return conformanceCases({ ...queryChecks(settings), ...readingChecks(settings) }, withStore, { skip });
}

type Settings = Required<Pick<SearchStoreConformanceOptions, 'filterFor' | 'dimension' | 'likeness'>>;

// Far enough apart for a store that keeps only a few bits per component.
const tokenAngles = [80, 55, 30, 0];

/**
 * Stores the points 1 to 4. The dense vector ranks them in this order, and the tokens in reverse. All points contain the word 7, points 3 and 4 the
 * word 8, and only point 4 the word 9.
 */
async function fill(store: SearchStore, dimension: number): Promise<void> {
  const { dense, words, tokens } = namesOf(store);
  const points = tokenAngles.map((_, place) => {
    const indices = Uint32Array.from([7, ...(place >= 2 ? [8] : []), ...(place >= 3 ? [9] : [])]);
    const vector: Record<string, StoreVector> = {
      [dense]: vectorAt(10 * place, dimension),
      [words]: { indices, values: new Float32Array(indices.length).fill(1 + place / 4) },
      [tokens]: [vectorAt(tokenAngles[place]!, dimension), vectorAt(90, dimension)],
    };
    return { id: place + 1, vector, payload: { place } };
  });
  await store.upsert(points);
}

function queryChecks({ filterFor, dimension }: Settings): Checks<SearchStore> {
  const first = vectorAt(0, dimension);
  const second = vectorAt(90, dimension);
  return {
    'query compares all points that any of its prefetches finds, and no others': async (store) => {
      const { dense, words, tokens } = namesOf(store);
      await fill(store, dimension);
      assert.deepEqual(idsOf(await store.query([first], { using: tokens, limit: 9 })), ['4', '3', '2', '1']);
      const byDense = { vector: first, using: dense, limit: 2 };
      const byWords = { vector: sparse(9), using: words, limit: 3 };
      const hits = await store.query([first], { using: tokens, limit: 9, prefetch: [byDense, byWords] });
      assert.deepEqual(idsOf(hits), ['4', '2', '1']);
      assert.deepEqual(hits[0]!.payload, { place: 3 });
      const best = await store.query([first], { using: tokens, limit: 1, prefetch: [byDense] });
      assert.deepEqual(idsOf(best), ['2']);
    },
    'query finds nothing by a prefetch with an empty sparse vector': async (store) => {
      const { dense, words, tokens } = namesOf(store);
      await fill(store, dimension);
      const empty = { vector: sparse(), using: words, limit: 5 };
      assert.deepEqual(await store.query([first], { using: tokens, limit: 5, prefetch: [empty] }), []);
      const byDense = { vector: first, using: dense, limit: 1 };
      const hits = await store.query([first], { using: tokens, limit: 5, prefetch: [empty, byDense] });
      assert.deepEqual(idsOf(hits), ['1']);
    },
    'query applies its filter to each prefetch': async (store) => {
      const { dense, words, tokens } = namesOf(store);
      await fill(store, dimension);
      const prefetch = [
        { vector: first, using: dense, limit: 1 },
        { vector: sparse(7), using: words, limit: 1 },
      ];
      const filter = filterFor({ id: 2 });
      assert.deepEqual(idsOf(await store.query([first], { using: tokens, limit: 5, filter, prefetch })), ['2']);
    },
    'query weights a token vector by its length': async (store) => {
      const { tokens } = namesOf(store);
      await fill(store, dimension);
      const scoreOf = async (...rows: Float32Array[]): Promise<number> => {
        const [hit] = await store.query(rows, { using: tokens, limit: 1, filter: filterFor({ id: 1 }) });
        return hit!.score;
      };
      const expected = 3 * (await scoreOf(first)) + (await scoreOf(second)) / 2;
      const actual = await scoreOf(
        first.map((value) => 3 * value),
        second.map((value) => value / 2),
      );
      assert.ok(Math.abs(actual - expected) < 0.02 * expected, `${actual} is not ${expected}`);
    },
  };
}

function readingChecks({ dimension, likeness }: Settings): Checks<SearchStore> {
  return {
    'inverseDocumentFrequencies returns the rarity of each index': async (store) => {
      const { words: using } = namesOf(store);
      assert.deepEqual(await store.inverseDocumentFrequencies(new Uint32Array(), { using }), new Float32Array());
      await fill(store, dimension);
      const indices = Uint32Array.of(9, 7, 1234, 8);
      requireRarities(await store.inverseDocumentFrequencies(indices, { using }), [1, 4, 0, 2], 4);
    },
    'inverseDocumentFrequencies counts only points that have the vector': async (store) => {
      const { dense, words: using } = namesOf(store);
      await fill(store, dimension);
      await store.upsert([{ id: 5, vector: { [dense]: vectorAt(50, dimension) }, payload: {} }]);
      const indices = Uint32Array.of(9, 7, 1234, 8);
      requireRarities(await store.inverseDocumentFrequencies(indices, { using }), [1, 4, 0, 2], 4);
    },
    'inverseDocumentFrequencies stops counting a point when it is deleted': async (store) => {
      const { words: using } = namesOf(store);
      await fill(store, dimension);
      await store.delete([4]);
      const indices = Uint32Array.of(9, 7, 1234, 8);
      requireRarities(await store.inverseDocumentFrequencies(indices, { using }), [0, 3, 0, 1], 3);
    },
    'readTokenVectors returns the rows of the given points in order, and leaves out unknown ids': async (store) => {
      const { tokens: using } = namesOf(store);
      await fill(store, dimension);
      const read = await store.readTokenVectors([3, 99, 1], { using });
      assert.deepEqual(idsOf(read).toSorted(), ['1', '3']);
      const [first, ...others] = read.find(({ id }) => String(id) === '3')!.tokenVectors;
      assert.equal(others.length, 1);
      assert.ok(cosine(first!, vectorAt(tokenAngles[2]!, dimension)) >= likeness);
      assert.deepEqual(await store.readTokenVectors([], { using }), []);
    },
    "inverseDocumentFrequencies and readTokenVectors reject with the signal's reason, and leave no listener on the signal":
      async (store) => {
        const { words, tokens } = namesOf(store);
        await fill(store, dimension);
        const rarity = (signal: AbortSignal) =>
          store.inverseDocumentFrequencies(Uint32Array.of(7), { using: words, signal });
        const read = (signal: AbortSignal) => store.readTokenVectors([1], { using: tokens, signal });
        for (const call of [rarity, read]) {
          await requireAbortedBefore(call);
          await requireListenersGone(call);
        }
      },
  };
}

function namesOf({ searchVectors }: SearchStore): { dense: string; words: string; tokens: string } {
  const { dense, words, tokens } = searchVectors;
  assert.ok(words !== undefined && tokens !== undefined, 'the store has a vector of words and one of tokens');
  return { dense, words, tokens };
}

function sparse(...indices: number[]): StoreVector {
  return { indices: Uint32Array.from(indices), values: new Float32Array(indices.length).fill(1) };
}

/** Throws unless the rarities are correct for indices that `having` of the `points` have. */
function requireRarities(actual: Float32Array, having: readonly number[], points: number): void {
  assert.equal(actual.length, having.length);
  for (const [index, n] of having.entries()) {
    const expected = Math.log(1 + (points - n + 0.5) / (n + 0.5));
    assert.ok(Math.abs(actual[index]! - expected) < 1e-5, `${index}: ${actual[index]} is not ${expected}`);
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot / Math.hypot(...a) / Math.hypot(...b);
}
