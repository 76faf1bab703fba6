import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { Query } from '../requests/types/query-types.ts';

// Two columns of whole numbers under Dot with a query of 1. A point's score is its number, so the fused
// lists are known without a search.
const anyWeight = fc.double({ min: 0, max: 4, noNaN: true });
const scene = fc.record({
  points: fc.uniqueArray(
    fc.record({ id: fc.nat(60), a: fc.integer({ min: -20, max: 20 }), b: fc.integer({ min: -20, max: 20 }) }),
    { selector: ({ id }) => id, maxLength: 25 },
  ),
  limits: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
  weights: fc.option(fc.tuple(anyWeight, anyWeight), { nil: undefined }),
  k: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 30 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;
type List = { id: number; score: number }[];

function listsOf({ points, limits }: Scene): List[] {
  return (['a', 'b'] as const).map((name, index) =>
    points
      .map((point) => ({ id: point.id, score: point[name] }))
      .toSorted((x, y) => y.score - x.score || x.id - y.id)
      .slice(0, limits[index]),
  );
}

async function expectFused(s: Scene, query: Query, contribution: (list: List, rank: number, source: number) => number) {
  await using database = new QdrantLocal();
  const params = { size: 1, distance: 'Dot' as const };
  await database.createCollection('c', { vectors: { a: params, b: params } });
  const stored = s.points.map(({ id, a, b }) => ({ id, vector: { a: [a], b: [b] } }));
  if (stored.length > 0) await database.upsert('c', { points: stored });
  const prefetch = (['a', 'b'] as const).map((using, index) => ({ query: [1], using, limit: s.limits[index]! }));
  const { points } = await database.query('c', { prefetch, query, limit: s.limit });
  const scores = new Map<number, number>();
  for (const [source, list] of listsOf(s).entries()) {
    for (const [rank, { id }] of list.entries()) {
      scores.set(id, (scores.get(id) ?? 0) + contribution(list, rank, source));
    }
  }
  const best = [...scores.values()].toSorted((a, b) => b - a).slice(0, s.limit);
  expect(points).toHaveLength(best.length);
  for (const [rank, { id, score }] of points.entries()) {
    expect(score).toBeCloseTo(scores.get(id as number)!, 5);
    expect(score).toBeCloseTo(best[rank]!, 5);
    const next = points[rank + 1];
    if (next?.score === score) expect(id).toBeLessThan(next.id as number);
  }
}

test('reciprocal rank fusion adds 1 / (rank / weight + k − 1) for every list with the point, ranks from 1', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (s) => {
      const rrf = {
        ...(s.k === undefined ? {} : { k: s.k }),
        ...(s.weights === undefined ? {} : { weights: s.weights }),
      };
      await expectFused(s, { rrf }, (_, rank, source) => {
        const weight = Math.fround(s.weights?.[source] ?? 1);
        return weight > 0 ? 1 / ((rank + 1) / weight + (s.k ?? 2) - 1) : 0;
      });
    }),
    { numRuns: 150 },
  );
});

test("fusion 'rrf' equals rrf with k = 2 and equal weights", async () => {
  await fc.assert(
    fc.asyncProperty(scene, (s) => expectFused(s, { fusion: 'rrf' }, (_, rank) => 1 / (rank + 2))),
    { numRuns: 50 },
  );
});

test('distribution-based score fusion scales by three standard deviations around the mean, and adds', async () => {
  await fc.assert(
    fc.asyncProperty(scene, (s) =>
      expectFused(s, { fusion: 'dbsf' }, (list, rank) => {
        const mean = list.reduce((total, { score }) => total + score, 0) / list.length;
        const squares = list.reduce((total, { score }) => total + (score - mean) ** 2, 0);
        const deviation = Math.sqrt(squares / (list.length - 1));
        if (list.length < 2 || deviation === 0) return 0.5;
        return (list[rank]!.score - mean + 3 * deviation) / (6 * deviation);
      }),
    ),
    { numRuns: 150 },
  );
});

test('a threshold keeps fused scores equal to it, and an offset applies after the fusion', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [1, 2, 3, 4].map((id) => ({ id, vector: [id] })) });
  const request = { prefetch: { query: [1] }, query: { fusion: 'rrf' as const } };
  const all = await database.query('c', request);
  expect(all.points.map(({ id, score }) => [id, score])).toEqual([
    [4, 0.5],
    [3, 0.33333334],
    [2, 0.25],
    [1, 0.2],
  ]);
  const good = await database.query('c', { ...request, score_threshold: 0.25, offset: 1 });
  expect(good.points).toEqual(all.points.slice(1, 3));
});

test('a point that occurs several times in a list counts once, at its first rank', async () => {
  await using database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [1], payload: { year: [1990, 1993] } },
      { id: 2, vector: [2], payload: { year: 1991 } },
      { id: 3, vector: [3], payload: { year: 1992 } },
    ],
  });
  const prefetch = [{ query: { order_by: 'year' as const } }];
  const byRank = await database.query('c', { prefetch, query: { fusion: 'rrf' } });
  expect(byRank.points.map(({ id, score }) => [id, score])).toEqual([
    [1, 0.5],
    [2, 0.33333334],
    [3, 0.25],
  ]);
  const byScore = await database.query('c', { prefetch, query: { fusion: 'dbsf' } });
  expect(byScore.points.map(({ score }) => score)).toEqual([0.5, 0.5, 0.5]);
});

test.each(['Euclid', 'Manhattan'] as const)(
  'under %s, dbsf puts the farthest points first, as a server does, and rrf the nearest',
  async (distance) => {
    await using database = new QdrantLocal();
    await database.createCollection('c', { vectors: { size: 1, distance } });
    await database.upsert('c', { points: [1, 2, 4, 8].map((id) => ({ id, vector: [id] })) });
    const prefetch = [{ query: [0] }, { query: [0.5] }];
    const idsBy = async (fusion: 'rrf' | 'dbsf') => {
      const { points } = await database.query('c', { prefetch, query: { fusion } });
      return points.map(({ id }) => id);
    };
    expect(await idsBy('dbsf')).toEqual([8, 4, 2, 1]);
    expect(await idsBy('rrf')).toEqual([1, 2, 4, 8]);
  },
);
