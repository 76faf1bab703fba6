import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { Prefetch, QueryRequest } from '../requests/types/query-types.ts';

const element = fc.integer({ min: -3, max: 3 });
const vector = fc.tuple(element, element);
const point = fc.record({ id: fc.nat(40), a: vector, b: vector, n: fc.integer({ min: 0, max: 3 }) });
const manyPoints = fc.uniqueArray(point, { selector: ({ id }) => id, minLength: 1, maxLength: 30 });
interface Point {
  readonly id: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly n: number;
}

async function open(stored: readonly Point[]): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  const vectors = { a: { size: 2, distance: 'Dot' as const }, b: { size: 2, distance: 'Euclid' as const } };
  await database.createCollection('c', { vectors });
  await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer' });
  await database.upsert('c', {
    points: stored.map(({ id, a, b, n }) => ({ id, vector: { a, b }, payload: { n } })),
  });
  return database;
}

const example = fc.oneof(vector, fc.nat(40));
const kinds = fc.oneof(
  fc.record({ query: vector, using: fc.constantFrom('a', 'b') }),
  fc.record({
    query: fc.record({ recommend: fc.record({ positive: fc.array(vector, { minLength: 1, maxLength: 3 }) }) }),
    using: fc.constantFrom('a', 'b'),
  }),
  fc.record({
    query: fc.record({ discover: fc.record({ target: vector, context: fc.constant([]) }) }),
    using: fc.constantFrom('a', 'b'),
  }),
  fc.record({ query: fc.constant({ order_by: 'n' }) }),
);
const levels = fc.record({
  kind: kinds,
  limit: fc.integer({ min: 1, max: 40 }),
  offset: fc.integer({ min: 0, max: 5 }),
  n: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});

test('a query over a prefetch of all points returns the same as the plain query', async () => {
  await fc.assert(
    fc.asyncProperty(manyPoints, levels, fc.boolean(), async (stored, { kind, limit, offset, n }, isNested) => {
      await using database = await open(stored);
      const filter = n === undefined ? {} : { filter: { must: { key: 'n', match: { value: n } } } };
      const request = { ...kind, limit, offset, ...filter } as QueryRequest;
      const everything: Prefetch = { limit: 100 };
      const prefetch = isNested
        ? { prefetch: everything, query: { sample: 'random' as const }, limit: 100 }
        : everything;
      expect(await database.query('c', { ...request, prefetch })).toEqual(await database.query('c', request));
    }),
    { numRuns: 100 },
  );
});

test('a filter applies to all prefetches below it, as if each had the filter itself', async () => {
  await fc.assert(
    fc.asyncProperty(
      manyPoints,
      vector,
      fc.integer({ min: 1, max: 10 }),
      fc.nat(3),
      async (stored, query, limit, n) => {
        await using database = await open(stored);
        const filter = { must: [{ key: 'n', match: { value: n } }] };
        const inner: Prefetch = { query, using: 'b', limit };
        const outer: Prefetch = { prefetch: inner, query, using: 'a', limit };
        const fusion = { query: { fusion: 'rrf' as const }, limit: 50 };
        const above = await database.query('c', { prefetch: [outer, inner], ...fusion, filter });
        const below = { ...inner, filter };
        const each = await database.query('c', { prefetch: [{ ...outer, prefetch: below }, below], ...fusion });
        expect(above).toEqual(each);
      },
    ),
    { numRuns: 60 },
  );
});

test('a query over prefetches scores the points that at least one prefetch found', async () => {
  await fc.assert(
    fc.asyncProperty(
      manyPoints,
      vector,
      vector,
      fc.integer({ min: 1, max: 8 }),
      async (stored, first, query, limit) => {
        await using database = await open(stored);
        const prefetch = [
          { query: first, using: 'a', limit },
          { query: { order_by: { key: 'n', direction: 'desc' as const } }, limit },
        ];
        const found = await database.queryBatch('c', { searches: prefetch });
        const ids = [...new Set(found.flatMap((result) => result.points.map(({ id }) => id)))];
        const over = await database.query('c', { prefetch, query, using: 'b', limit: 50 });
        const among = { must: [{ has_id: ids }] };
        expect(over).toEqual(await database.query('c', { query, using: 'b', limit: 50, filter: among }));
      },
    ),
    { numRuns: 60 },
  );
});

test('a batch returns the results of its single queries, in order', async () => {
  await fc.assert(
    fc.asyncProperty(manyPoints, fc.array(levels, { maxLength: 5 }), async (stored, requests) => {
      await using database = await open(stored);
      const searches = requests.map(({ kind, limit, offset }) => ({ ...kind, limit, offset }) as QueryRequest);
      const alone = await Promise.all(searches.map((search) => database.query('c', search)));
      expect(await database.queryBatch('c', { searches })).toEqual(alone);
    }),
    { numRuns: 60 },
  );
});

test('points that a query refers to at any level are left out of the hits, and their vectors are used', async () => {
  await fc.assert(
    fc.asyncProperty(manyPoints, fc.array(example, { minLength: 1, maxLength: 4 }), async (stored, positive) => {
      await using database = await open(stored);
      const known = new Map(stored.map(({ id, a }) => [id, a]));
      const isKnown = (input: number | number[]): boolean => typeof input !== 'number' || known.has(input);
      fc.pre(positive.every(isKnown));
      const ids = positive.filter((input) => typeof input === 'number');
      const vectors = positive.map((input) => (typeof input === 'number' ? known.get(input)! : input));
      const without = { filter: { must_not: [{ has_id: ids }] } };
      const recommend = (examples: typeof positive) => ({
        query: { recommend: { positive: examples, strategy: 'sum_scores' as const } },
        using: 'a',
      });
      const byVectors = await database.query('c', { ...recommend(vectors), ...without });
      expect(await database.query('c', recommend(positive))).toEqual(byVectors);
      const nested = {
        prefetch: { prefetch: recommend(positive), query: { sample: 'random' as const } },
        query: [1, 1],
        using: 'b',
      };
      const hits = (await database.query('c', nested)).points;
      expect(hits.filter(({ id }) => ids.includes(id as number))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

describe('lookup_from', () => {
  async function openTwo(): Promise<QdrantLocal> {
    const database = await open([
      { id: 1, a: [1, 0], b: [0, 0], n: 0 },
      { id: 2, a: [0, 1], b: [3, 3], n: 1 },
    ]);
    const params = { size: 2, distance: 'Cosine' as const };
    await database.createCollection('other', { vectors: { a: params, z: params, long: { size: 3, distance: 'Dot' } } });
    await database.upsert('other', {
      points: [
        { id: 1, vector: { a: [0, 2], z: [-2, 0], long: [1, 2, 3] } },
        { id: 9, vector: { z: [1, 0] } },
      ],
    });
    return database;
  }

  test('reads vectors of the same name from another collection by default, and excludes no points', async () => {
    await using database = await openTwo();
    const lookedUp = await database.query('c', { query: 1, using: 'a', lookup_from: { collection: 'other' } });
    expect(lookedUp).toEqual(await database.query('c', { query: [0, 1], using: 'a' }));
    expect(lookedUp.points).toHaveLength(2);
  });

  test('reads vectors of another name', async () => {
    await using database = await openTwo();
    const request = { query: 1, using: 'b', lookup_from: { collection: 'other', vector: 'z' } };
    expect(await database.query('c', request)).toEqual(await database.query('c', { query: [-1, 0], using: 'b' }));
  });

  test.each([
    ['excludes', 'c', [2]],
    ['keeps', 'alias', [1, 2]],
  ] as const)('%s the point when it is read from %s, the searched collection', async (_what, collection, ids) => {
    await using database = await openTwo();
    const actions = [{ create_alias: { collection_name: 'c', alias_name: 'alias' } }];
    await database.updateCollectionAliases({ actions });
    const request = { query: 1, using: 'a', lookup_from: { collection, vector: 'b' } };
    for (const searched of ['c', 'alias']) {
      const { points } = await database.query(searched, request);
      expect(points.map(({ id }) => id)).toEqual(ids);
    }
  });

  test('refuses a missing collection, point or vector, and a vector of the wrong size', async () => {
    await using database = await openTwo();
    const lookUp = (query: number, lookup: { collection: string; vector?: string }) =>
      expect(database.query('c', { query, using: 'a', lookup_from: lookup })).rejects;
    await lookUp(1, { collection: 'none' }).toMatchObject({
      status: 404,
      message: 'Not found: Collection none not found',
    });
    await lookUp(2, { collection: 'other' }).toMatchObject({
      status: 404,
      message: 'Not found: No point with id 2 found',
    });
    await lookUp(9, { collection: 'other' }).toMatchObject({
      status: 404,
      message: 'Not found: Vector with name "a" for point not found',
    });
    await lookUp(1, { collection: 'other', vector: 'y' }).toMatchObject({
      status: 400,
      message: 'Wrong input: Not existing vector name error: y',
    });
    await lookUp(1, { collection: 'other', vector: 'long' }).toMatchObject({
      status: 400,
      message: 'Wrong input: Vector dimension error: expected dim: 2, got 3',
    });
  });
});

test('recommendations skip points without the vector, and other queries refuse them', async () => {
  await using database = await open([{ id: 1, a: [1, 0], b: [0, 0], n: 0 }]);
  await database.upsert('c', {
    points: [
      { id: 2, vector: { b: [1, 1] } },
      { id: 3, vector: { a: [2, 2] } },
    ],
  });
  const recommend = (positive: number[]) => database.query('c', { query: { recommend: { positive } }, using: 'a' });
  expect((await recommend([1, 2])).points.map(({ id, score }) => [id, score])).toEqual([[3, 2]]);
  await expect(recommend([2])).rejects.toMatchObject({
    status: 400,
    message: 'Wrong input: Positive vectors should not be empty with `average` strategy',
  });
  const discover = { discover: { target: 2, context: [] } };
  await expect(database.query('c', { query: discover, using: 'a' })).rejects.toMatchObject({ status: 404 });
});

test('a query does not change the stored vectors', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance: 'Cosine' } });
  await database.createCollection('dot', { vectors: { size: 2, distance: 'Dot' } });
  await database.upsert('dot', { points: [{ id: 1, vector: [3, 4] }] });
  await database.upsert('c', { points: [{ id: 1, vector: [1, 0] }] });
  const { points } = await database.query('c', { query: 1, lookup_from: { collection: 'dot' } });
  expect(points[0]!.score).toBe(0.6);
  expect((await database.retrieve('dot', { ids: [1], with_vector: true }))[0]!.vector).toEqual([3, 4]);
});

test('order_by returns order values; order_by, samples and listings return the score 1 and the version 0', async () => {
  await using database = await open([
    { id: 1, a: [1, 0], b: [0, 0], n: 2 },
    { id: 2, a: [1, 0], b: [0, 0], n: 1 },
  ]);
  const listed = { score: 1, version: 0 };
  expect(
    (await database.query('c', { query: { order_by: { key: 'n', direction: 'desc', start_from: 2 } } })).points,
  ).toEqual([
    { id: 1, ...listed, order_value: 2 },
    { id: 2, ...listed, order_value: 1 },
  ]);
  expect((await database.query('c', { offset: 1 })).points).toEqual([{ id: 2, ...listed }]);
  const { points: drawn } = await database.query('c', { query: { sample: 'random' }, offset: 7 });
  expect(drawn.toSorted((x, y) => Number(x.id) - Number(y.id))).toEqual([
    { id: 1, ...listed },
    { id: 2, ...listed },
  ]);
});

test('`should` conditions of a query and its prefetch are alternatives, as on a server; `must` conditions add up', async () => {
  await using database = await open([1, 2, 3].map((n) => ({ id: n, a: [1, n], b: [0, 0], n })));
  const is = (n: number) => [{ key: 'n', match: { value: n } }];
  const idsWith = async (filter: object, inner: object) => {
    const prefetch = { query: [0, 1], using: 'a', filter: inner };
    const { points } = await database.query('c', { query: { fusion: 'rrf' }, prefetch, filter });
    return points.map(({ id }) => id);
  };
  expect(await idsWith({ should: is(1) }, { should: is(2) })).toEqual([2, 1]);
  expect(await idsWith({ must: is(1) }, { should: is(2) })).toEqual([]);
  expect(await idsWith({ must: is(1) }, { must: is(2) })).toEqual([]);
});
