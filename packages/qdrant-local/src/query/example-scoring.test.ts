import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { Query } from '../requests/types/query-types.ts';

// The formulas of Qdrant's documentation in float64, applied to every point. Small whole numbers make the
// similarities exact. Only the sigmoids differ from float32.
type Vector = number[];
type Similarity = (a: Vector, b: Vector) => number;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const similarities: Record<'Dot' | 'Euclid' | 'Manhattan', Similarity> = {
  Dot: (a, b) => sum(a.map((x, i) => x * b[i]!)),
  Euclid: (a, b) => -sum(a.map((x, i) => (x - b[i]!) ** 2)),
  Manhattan: (a, b) => -sum(a.map((x, i) => Math.abs(x - b[i]!))),
};
const sigmoid = (x: number): number => x / (1 + Math.abs(x));
const scaled = (x: number): number => (sigmoid(x) + 1) / 2;

const size = 3;
const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size, maxLength: size });
const pair = fc.record({ positive: vector, negative: vector });
const scene = fc.record({
  points: fc.uniqueArray(fc.record({ id: fc.nat(60), vector }), { selector: ({ id }) => id, maxLength: 30 }),
  positive: fc.array(vector, { minLength: 1, maxLength: 4 }),
  negative: fc.array(vector, { maxLength: 3 }),
  target: vector,
  pairs: fc.array(pair, { minLength: 1, maxLength: 4 }),
  feedback: fc.array(fc.record({ example: vector, score: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  limit: fc.integer({ min: 1, max: 40 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

interface Kind {
  readonly query: (s: Scene) => Query;
  readonly score: (s: Scene, similarityTo: (example: Vector) => number) => number;
}

const bestOf = (values: readonly number[]): number => Math.max(-Infinity, ...values);
const kinds: Record<string, Kind> = {
  best_score: {
    query: ({ positive, negative }) => ({ recommend: { positive, negative, strategy: 'best_score' } }),
    score: ({ positive, negative }, to) => {
      const best = bestOf(positive.map(to));
      const worst = bestOf(negative.map(to));
      return best > worst ? scaled(best) : -scaled(worst);
    },
  },
  'best_score of negatives alone': {
    query: ({ positive }) => ({ recommend: { negative: positive, strategy: 'best_score' } }),
    score: ({ positive }, to) => -scaled(bestOf(positive.map(to))),
  },
  sum_scores: {
    query: ({ positive, negative }) => ({ recommend: { positive, negative, strategy: 'sum_scores' } }),
    score: ({ positive, negative }, to) => sum(positive.map(to)) - sum(negative.map(to)),
  },
  discover: {
    query: ({ target, pairs }) => ({ discover: { target, context: pairs } }),
    score: ({ target, pairs }, to) =>
      sum(pairs.map((one) => Math.sign(to(one.positive) - to(one.negative)))) + scaled(to(target)),
  },
  'discover without pairs': {
    query: ({ target }) => ({ discover: { target, context: null } }),
    score: ({ target }, to) => scaled(to(target)),
  },
  context: {
    query: ({ pairs }) => ({ context: pairs }),
    score: ({ pairs }, to) =>
      sum(pairs.map((one) => sigmoid(Math.min(to(one.positive) - to(one.negative) - 2 ** -23, 0)))),
  },
  relevance_feedback: {
    query: ({ target, feedback }) => ({
      relevance_feedback: { target, feedback, strategy: { naive: { a: 0.5, b: 2, c: 0.25 } } },
    }),
    score: ({ target, feedback }, to) => {
      let score = 0.5 * to(target);
      for (const better of feedback) {
        for (const worse of feedback) {
          const confidence = better.score - worse.score;
          if (confidence > 0) score += confidence ** 2 * 0.25 * (to(better.example) - to(worse.example));
        }
      }
      return score;
    },
  },
};

describe.each(Object.entries(similarities))('%s', (distance, similarity) => {
  test.each(Object.entries(kinds))('%s scores every point by its formula, best first', async (_, { query, score }) => {
    await fc.assert(
      fc.asyncProperty(scene, async (s) => {
        await using database = new QdrantLocal();
        await database.createCollection('c', { vectors: { size, distance: distance as 'Dot' } });
        if (s.points.length > 0) await database.upsert('c', { points: s.points });
        const { points } = await database.query('c', { query: query(s), limit: s.limit });
        const scores = new Map(
          s.points.map((point) => [point.id, score(s, (example) => similarity(example, point.vector))]),
        );
        for (const hit of points) expect(hit.score).toBeCloseTo(scores.get(hit.id as number)!, 5);
        const best = [...scores.values()].toSorted((a, b) => b - a).slice(0, s.limit);
        expect(points).toHaveLength(best.length);
        for (const [rank, expected] of best.entries()) expect(points[rank]!.score).toBeCloseTo(expected, 5);
        for (const [rank, hit] of points.entries()) {
          const next = points[rank + 1];
          if (next !== undefined && hit.score === next.score) expect(hit.id).toBeLessThan(next.id as number);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a sparse vector without an index in common with an example counts as orthogonal', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { sparse_vectors: { terms: {} } });
  const sparse = (index: number, value: number) => ({ indices: [index], values: [value] });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { terms: sparse(1, 2) } },
      { id: 2, vector: { terms: sparse(2, 2) } },
      { id: 3, vector: {} },
    ],
  });
  const recommend = { positive: [sparse(1, 3)], negative: [sparse(2, 1)], strategy: 'sum_scores' as const };
  const { points } = await database.query('c', { query: { recommend }, using: 'terms' });
  expect(points.map(({ id, score }) => [id, score])).toEqual([
    [1, 6],
    [2, -2],
  ]);
});

test('multivectors are compared with examples by MaxSim', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
  });
  await database.upsert('c', {
    points: [
      {
        id: 1,
        vector: [
          [1, 0],
          [0, 2],
        ],
      },
      { id: 2, vector: [[3, 0]] },
    ],
  });
  const example = [
    [1, 0],
    [0, 1],
  ];
  const recommend = { positive: [example, [[0, 1]]], strategy: 'sum_scores' as const };
  const { points } = await database.query('c', { query: { recommend } });
  expect(points.map(({ id, score }) => [id, score])).toEqual([
    [1, 5],
    [2, 3],
  ]);
});

test('a threshold keeps better scores, which are larger for every distance', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Euclid' } });
  await database.upsert('c', { points: [1, 2, 3, 4].map((id) => ({ id, vector: [id] })) });
  const recommend = { positive: [[1]], strategy: 'sum_scores' as const };
  const { points } = await database.query('c', { query: { recommend }, score_threshold: -4 });
  expect(points.map(({ id, score }) => [id, score])).toEqual([
    [1, 0],
    [2, -1],
  ]);
});

test('a recommendation by best_score finds nothing when no example has the vector', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { a: { size: 1, distance: 'Dot' } } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { a: [1] } },
      { id: 2, vector: {} },
    ],
  });
  const recommend = { positive: [2], strategy: 'best_score' as const };
  expect(await database.query('c', { query: { recommend }, using: 'a' })).toEqual({ points: [] });
});

test('for long examples and many points, scores equal the sums of single searches', async () => {
  const count = 2500;
  const length = 100;
  const wave = (seed: number): number[] => Array.from({ length }, (_, i) => Math.sin(seed * 31 + i * (1 + (seed % 7))));
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: length, distance: 'Dot' } });
  await database.upsert('c', { points: Array.from({ length: count }, (_, id) => ({ id, vector: wave(id) })) });
  const [positive, other, negative] = [wave(-1), wave(-2), wave(-3)];
  const scoresOf = async (query: number[] | Query): Promise<Map<unknown, number>> => {
    const { points } = await database.query('c', { query, limit: count });
    return new Map(points.map(({ id, score }) => [id, Math.fround(score)]));
  };
  const strategy = 'sum_scores' as const;
  const summed = await scoresOf({ recommend: { positive: [positive, other], negative: [negative], strategy } });
  const [toPositive, toOther, toNegative] = [await scoresOf(positive), await scoresOf(other), await scoresOf(negative)];
  for (const [id, score] of summed) {
    const both = Math.fround(toPositive.get(id)! + toOther.get(id)!);
    expect(score).toBe(Math.fround(both - toNegative.get(id)!));
  }
  expect(summed.size).toBe(count);
});
