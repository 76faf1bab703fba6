import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atEachTurn, slowTheClock } from '../__fixtures__/slow-clock.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import { type Distance, distances } from '../requests/types/vector-types.ts';

const { fround } = Math;

// Small whole numbers keep Dot, Euclid and Manhattan exact in float32, and lead to many equal scores.
const element = fc.integer({ min: -3, max: 3 });
const scene = fc.integer({ min: 1, max: 9 }).chain((size) => {
  const vector = fc.array(element, { minLength: size, maxLength: size });
  const point = fc.record({ id: fc.nat(60), vector, payload: fc.record({ n: fc.integer({ min: 0, max: 3 }) }) });
  return fc.record({
    size: fc.constant(size),
    query: vector,
    points: fc.uniqueArray(point, { selector: ({ id }) => id, maxLength: 40 }),
    deleted: fc.array(fc.nat(60), { maxLength: 10 }),
    limit: fc.integer({ min: 1, max: 12 }),
    offset: fc.integer({ min: 0, max: 5 }),
    allowed: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 3 })), { nil: undefined }),
    threshold: fc.option(fc.integer({ min: -10, max: 10 }), { nil: undefined }),
  });
});

const oracles: Record<Exclude<Distance, 'Cosine'>, (a: number[], b: number[]) => number> = {
  Dot: (a, b) => sum(a.map((x, i) => x * b[i]!)),
  Euclid: (a, b) => fround(Math.sqrt(sum(a.map((x, i) => (x - b[i]!) ** 2)))),
  Manhattan: (a, b) => sum(a.map((x, i) => Math.abs(x - b[i]!))),
};
const norm = (vector: number[]): number => Math.hypot(...vector) || 1;
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(Object.entries(oracles))('%s', (distance, score) => {
  test('finds the same as sorting all points: scores, order, ties, filter, offset, threshold', async () => {
    const direction = distance === 'Dot' ? -1 : 1;
    await fc.assert(
      fc.asyncProperty(scene, async ({ size, query, points, deleted, limit, offset, allowed, threshold }) => {
        await using database = new QdrantLocal();
        await database.createCollection('c', { vectors: { size, distance: distance as Distance } });
        if (points.length > 0) await database.upsert('c', { points });
        if (deleted.length > 0) await database.delete('c', { points: deleted });
        const found = await database.query('c', {
          query,
          limit,
          offset,
          ...(allowed && { filter: { must: [{ key: 'n', match: { any: allowed } }] } }),
          ...(threshold !== undefined && { score_threshold: threshold }),
        });
        const expected = points
          .filter(({ id, payload }) => !deleted.includes(id) && (allowed?.includes(payload.n) ?? true))
          .map(({ id, vector }) => ({ id, score: score(query, vector) + 0 }))
          .filter((hit) => threshold === undefined || direction * hit.score < direction * threshold)
          .toSorted((a, b) => direction * (a.score - b.score) || a.id - b.id)
          .slice(offset, offset + limit);
        expect(found.points.map(({ id, score: value }) => ({ id, score: fround(value) }))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

test('Cosine scores equal the cosines, in descending order, with ties sorted by id', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ size, query, points, limit }) => {
      await using database = new QdrantLocal();
      await database.createCollection('c', { vectors: { size, distance: 'Cosine' } });
      if (points.length > 0) await database.upsert('c', { points });
      const found = (await database.query('c', { query, limit })).points;
      const cosine = new Map(
        points.map(({ id, vector }) => [id, oracles.Dot(query, vector) / norm(query) / norm(vector)]),
      );
      for (const [rank, { id, score }] of found.entries()) {
        expect(score).toBeCloseTo(cosine.get(id as number)!, 5);
        const next = found[rank + 1];
        if (next !== undefined) expect(score > next.score || (score === next.score && id < next.id)).toBe(true);
      }
      const worst = found.at(-1)?.score ?? 0;
      const missed = points.filter(({ id }) => !found.some((hit) => hit.id === id));
      expect(found).toHaveLength(Math.min(limit, points.length));
      for (const { id } of missed) expect(cosine.get(id)!).toBeLessThanOrEqual(worst + 1e-5);
    }),
    { numRuns: 200 },
  );
});

test('a query by id equals the query by the vector of the point, without the point itself', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance: 'Euclid' } });
  await database.upsert('c', { points: [1, 2, 3].map((id) => ({ id, vector: [id, 0] })) });
  const byId = await database.query('c', { query: 2, limit: 10 });
  const byVector = await database.query('c', { query: { nearest: [2, 0] }, filter: { must_not: [{ has_id: [2] }] } });
  expect(byId).toEqual(byVector);
  expect(byId.points.map(({ id, score }) => [id, score])).toEqual([
    [1, 1],
    [3, 1],
  ]);
});

test.each<[threshold: number, distance: Distance, ids: number[]]>([
  [-Number.MAX_VALUE, 'Dot', [2, 1]],
  [Number.MAX_VALUE, 'Dot', []],
  [Number.MAX_VALUE, 'Euclid', [1, 2]],
  [-Number.MAX_VALUE, 'Euclid', []],
])('a score threshold of %d, which float32 has as an infinity, is a bound: %s', async (threshold, distance, ids) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance } });
  await database.upsert('c', { points: [1, 2].map((id) => ({ id, vector: [id] })) });
  const request = { query: [1], score_threshold: threshold };
  expect((await database.query('c', request)).points.map(({ id }) => id)).toEqual(ids);
  const { points } = await database.query('c', { prefetch: { query: [1] }, ...request });
  expect(points.map(({ id }) => id)).toEqual(ids);
});

test('a point whose score is NaN, from an overflow, is not found', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance: 'Dot' } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [3e38, -3e38] },
      { id: 2, vector: [1, 1] },
    ],
  });
  const { points } = await database.query('c', { query: [3e38, 3e38] });
  expect(points.map(({ id }) => id)).toEqual([2]);
});

test.each(distances)('a point whose score is beyond the range of float32 is still found: %s', async (distance) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [-3e38, -2e38] },
      { id: 2, vector: [1, 1] },
    ],
  });
  const { points } = await database.query('c', { query: [3e38, 3e38] });
  expect(new Set(points.map(({ id }) => id))).toEqual(new Set([1, 2]));
});

describe('a collection that is stored in two planes', () => {
  const [size, count] = [96, 4000];
  let state = 11;
  const random = (): number => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff - 0.5;
  const vectorOf = (valueAt: (index: number) => number) => Float32Array.from({ length: size }, (_, i) => valueAt(i));
  const makers: Record<string, (id: number) => Float32Array> = {
    'all directions': () => vectorOf(random),
    'very close to each other': () => vectorOf((index) => index + 1 + random() / 1000),
    'of very different lengths': (id) => vectorOf(() => random() * 1.01 ** (id % 2500)),
    'equal to many others': (id) => vectorOf((index) => ((id * (index + 3)) % 7) - 3),
    'with a few huge values': (id) => vectorOf(() => (id % 1500 === 1400 ? 1e37 : 1) * random()),
  };

  test.each(Object.entries(makers))(
    'returns the same first points as sorting all points, for vectors: %s',
    async (_, make) => {
      await using database = new QdrantLocal();
      const vectors = Array.from({ length: count }, (__, id) => make(id));
      const query = make(count);
      for (const distance of distances) {
        await database.createCollection(distance, { vectors: { size, distance } });
        await database.upsert(distance, {
          points: vectors.map((vector, id) => ({ id, vector, payload: { n: id % 3 } })),
        });
        // The limit is the number of points, so no point can be left out.
        const { points: all } = await database.query(distance, { query, limit: count, with_payload: true });
        expect(all).toHaveLength(count);
        for (const limit of [1, 10, 900]) {
          const { points } = await database.query(distance, { query, limit, with_payload: true });
          expect(points).toEqual(all.slice(0, limit));
        }
        const match = { must: [{ key: 'n', match: { value: 1 } }] };
        const filtered = await database.query(distance, { query, limit: 10, filter: match, with_payload: true });
        expect(filtered.points).toEqual(all.filter(({ payload }) => payload?.['n'] === 1).slice(0, 10));
        const threshold = { score_threshold: all[25]!.score, limit: 50, with_payload: true };
        const near = await database.query(distance, { query, ...threshold });
        expect(near.points).toEqual(all.slice(0, 25).filter(({ score }) => score !== all[25]!.score));
      }
    },
  );
});

describe('a long scan', () => {
  async function openDatabase() {
    // Every reading of the clock reports that the turn is spent. Each block of points therefore gets its own turn.
    slowTheClock(1000);
    const database = new QdrantLocal();
    await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
    await database.upsert('c', { points: Array.from({ length: 5000 }, (_, id) => ({ id, vector: [id] })) });
    return database;
  }

  test('yields to the event loop between its blocks, with the same result', async () => {
    await using database = await openDatabase();
    let turns = 0;
    const { points } = await atEachTurn(
      () => turns++,
      () => database.query('c', { query: [1], limit: 3 }),
    );
    // There are four turns between five blocks, and the counter may miss the last one.
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(points.map(({ id }) => id)).toEqual([4999, 4998, 4997]);
  });

  test('does not see writes that are called during the scan', async () => {
    await using database = await openDatabase();
    const querying = database.query('c', { query: [1], limit: 2 });
    const deleting = database.delete('c', { points: [4999] });
    const queryingLater = database.query('c', { query: [1], limit: 2 });
    const ids = (found: Awaited<typeof querying>) => found.points.map(({ id }) => id);
    expect(ids(await querying)).toEqual([4999, 4998]);
    await deleting;
    expect(ids(await queryingLater)).toEqual([4998, 4997]);
  });
});

test('a sparse score of 0 is a hit only when few points are selected, as on a server', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { sparse_vectors: { terms: { index: { full_scan_threshold: 3 } } } });
  const point = (id: number, ...values: [number, number]) => ({
    id,
    vector: { terms: { indices: [1, 2], values } },
    payload: { half: id % 2 },
  });
  await database.upsert('c', { points: [point(1, 1, -1), point(2, 1, 1), point(3, -1, 2), point(4, 2, -2)] });
  const query = { indices: [1, 2], values: [1, 1] };
  const idsOf = async (request: object) => {
    const { points } = await database.query('c', { query, using: 'terms', ...request });
    return points.map(({ id, score }) => [id, score]);
  };
  expect(await idsOf({})).toEqual([
    [2, 2],
    [3, 1],
  ]);
  const odd = { must: [{ key: 'half', match: { value: 1 } }] };
  expect(await idsOf({ filter: odd })).toEqual([[3, 1]]);
  await database.createPayloadIndex('c', { field_name: 'half', field_schema: 'integer' });
  expect(await idsOf({ filter: odd })).toEqual([
    [3, 1],
    [1, 0],
  ]);
  expect(await idsOf({ prefetch: { filter: { must: [{ has_id: [1, 4] }] } } })).toEqual([
    [1, 0],
    [4, 0],
  ]);
});

test.each<[Distance, worse: number]>([
  ['Dot', -Infinity],
  ['Euclid', Infinity],
  ['Manhattan', Infinity],
])(
  'a score that overflows is infinite in either direction, also in a matrix and in groups: %s',
  async (distance, worse) => {
    await using database = new QdrantLocal();
    await database.createCollection('c', { vectors: { size: 2, distance } });
    const points = [
      { id: 1, vector: [-3e38, -3e38], payload: { g: 1 } },
      { id: 2, vector: [3e38, 3e38], payload: { g: 2 } },
    ];
    await database.upsert('c', { points });
    const better = distance === 'Dot' ? Infinity : 0;
    const query = [3e38, 3e38];
    expect((await database.query('c', { query })).points.map(({ score }) => score)).toEqual([better, worse]);
    const { groups } = await database.queryGroups('c', { query, group_by: 'g' });
    expect(groups.map(({ hits }) => hits[0]!.score)).toEqual([better, worse]);
    const { pairs } = await database.searchMatrixPairs('c', {});
    expect(pairs.map(({ score }) => score)).toEqual([worse, worse]);
  },
);
