import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { QueryGroupsRequest } from '../requests/types/query-types.ts';

const key: fc.Arbitrary<string | number> = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'd', '1'),
  fc.constantFrom(1, 2, -3),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  key,
  fc.array(key, { maxLength: 3 }),
  fc.constantFrom(null, true, 1.5, undefined),
);
const scene = fc.record({
  points: fc.uniqueArray(fc.record({ id: fc.nat(80), x: fc.integer({ min: -9, max: 9 }), value }), {
    selector: ({ id }) => id,
    maxLength: 50,
  }),
  distance: fc.constantFrom('Dot' as const, 'Euclid' as const),
  limit: fc.integer({ min: 1, max: 8 }),
  groupSize: fc.integer({ min: 1, max: 5 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

async function open({ points, distance }: Pick<Scene, 'points' | 'distance'>): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance } });
  const stored = points.map(({ id, x, value: group }) => ({ id, vector: [x], payload: { in: { group } } }));
  if (stored.length > 0) await database.upsert('c', { points: stored });
  return database;
}

/** Ranks all points, then distributes them to their groups. */
function naiveGroups({ points, distance, limit, groupSize }: Scene): { id: unknown; hits: number[] }[] {
  const score = (x: number): number => (distance === 'Dot' ? 2 * x : -Math.abs(2 - x));
  const groups = new Map<unknown, number[]>();
  for (const { id, value: group } of points.toSorted((a, b) => score(b.x) - score(a.x) || a.id - b.id)) {
    const keys = [group].flat();
    if (!keys.every((one) => typeof one === 'string' || Number.isInteger(one))) continue;
    for (const one of new Set(keys)) groups.set(one, [...(groups.get(one) ?? []), id]);
  }
  return [...groups].slice(0, limit).map(([id, hits]) => ({ id, hits: hits.slice(0, groupSize) }));
}

async function groupsOf(
  database: QdrantLocal,
  request: QueryGroupsRequest,
): Promise<{ id: unknown; hits: unknown[] }[]> {
  const { groups } = await database.queryGroups('c', request);
  return groups.map(({ id, hits }) => ({ id, hits: hits.map((hit) => hit.id) }));
}

test('the groups with the best hits come first, each with its best hits', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (s) => {
      await using database = await open(s);
      const request = { query: [2], group_by: 'in.group', limit: s.limit, group_size: s.groupSize };
      // When the best hits of groups have equal scores, the groups are in the order of these hits' ids, as in the ranking.
      expect(await groupsOf(database, request)).toEqual(naiveGroups(s));
    }),
    { numRuns: 200 },
  );
});

test('prefetches of all points do not change the groups', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (s) => {
      await using database = await open(s);
      const request = { query: [2], group_by: 'in.group', limit: s.limit, group_size: s.groupSize };
      const [expected, found] = [
        await groupsOf(database, request),
        await groupsOf(database, { ...request, prefetch: { limit: 100 } }),
      ];
      expect(found.map(({ id }) => id).toSorted(byText)).toEqual(expected.map(({ id }) => id).toSorted(byText));
      for (const { id, hits } of found) expect(hits).toEqual(expected.find((group) => group.id === id)!.hits);
    }),
    { numRuns: 100 },
  );
});

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

const shop: Pick<Scene, 'points' | 'distance'> = {
  distance: 'Dot',
  points: [
    { id: 1, x: 9, value: 'red' },
    { id: 2, x: 8, value: ['red', 'blue'] },
    { id: 3, x: 7, value: 'red' },
    { id: 4, x: 6, value: 7 },
    { id: 5, x: 5, value: 'blue' },
    { id: 6, x: 4, value: ['blue', 2.5] },
    { id: 7, x: 3, value: undefined },
  ],
};

describe('groups', () => {
  test('default to 10 groups of 3 hits, with the payload and vectors that the query requests', async () => {
    await using database = await open(shop);
    const { groups } = await database.queryGroups('c', { query: [1], group_by: 'in.group', with_vector: true });
    expect(groups.map(({ id, hits }) => [id, hits.map((hit) => hit.id)])).toEqual([
      ['red', [1, 2, 3]],
      ['blue', [2, 5]],
      [7, [4]],
    ]);
    expect(groups[2]).toEqual({ id: 7, hits: [{ id: 4, version: 0, score: 6, vector: [6] }] });
  });

  test('contain only hits that pass the filter and the threshold', async () => {
    await using database = await open(shop);
    const filter = { must_not: [{ has_id: [1] }] };
    const request = { query: [1], group_by: 'in.group', filter, score_threshold: 6 };
    expect(await groupsOf(database, request)).toEqual([
      { id: 'red', hits: [2, 3] },
      { id: 'blue', hits: [2] },
    ]);
  });

  test('are built from listed, ordered and fused points', async () => {
    await using database = await open(shop);
    const grouped = { group_by: 'in.group', group_size: 1 };
    const ids = async (request: object): Promise<unknown[]> =>
      (await groupsOf(database, { ...grouped, ...request })).map(({ id, hits }) => [id, ...hits]);
    expect(await ids({})).toEqual([
      ['red', 1],
      ['blue', 2],
      [7, 4],
    ]);
    expect(await ids({ query: { order_by: 'in.group' } })).toEqual([[7, 4]]);
    const fused = { prefetch: [{ query: [1] }, { query: [1], limit: 2 }], query: { fusion: 'rrf' }, limit: 2 };
    expect(await ids(fused)).toEqual([
      ['red', 1],
      ['blue', 2],
    ]);
  });

  test('of a random sample contain every matching point', async () => {
    await using database = await open(shop);
    const found = await groupsOf(database, { query: { sample: 'random' }, group_by: 'in.group', group_size: 9 });
    const sorted = found.map(({ id, hits }) => [id, hits.toSorted(byText)]).toSorted(byText);
    expect(sorted).toEqual([
      ['blue', [2, 5]],
      ['red', [1, 2, 3]],
      [7, [4]],
    ]);
  });

  test('include the looked-up points whose ids are the values of the groups', async () => {
    await using database = await open(shop);
    const uuid = 'a0000000-0000-0000-0000-000000000001';
    await database.upsert('c', { points: [{ id: 8, vector: [1], payload: { in: { group: [uuid, -1] } } }] });
    await database.createCollection('docs', { vectors: { size: 1, distance: 'Dot' } });
    await database.upsert('docs', {
      points: [
        { id: 7, vector: [2], payload: { title: 'seven', secret: 1 } },
        { id: uuid, vector: [3], payload: { title: 'u' } },
      ],
    });
    const request = { query: [1], group_by: 'in.group', group_size: 1 };
    const lookups = async (with_lookup: QueryGroupsRequest['with_lookup']): Promise<unknown> => {
      const { groups } = await database.queryGroups('c', { ...request, with_lookup: with_lookup! });
      return groups.map(({ id, lookup }) => [id, lookup]);
    };
    const none = undefined;
    expect(await lookups('docs')).toEqual([
      ['red', none],
      ['blue', none],
      [7, { id: 7, payload: { title: 'seven', secret: 1 } }],
      [uuid, { id: uuid, payload: { title: 'u' } }],
      [-1, none],
    ]);
    const selected = await lookups({ collection: 'docs', with_payload: ['title'], with_vectors: true });
    expect((selected as unknown[][])[2]).toEqual([7, { id: 7, payload: { title: 'seven' }, vector: [2] }]);
    await expect(lookups('none')).rejects.toMatchObject({
      status: 404,
      message: 'Not found: Collection none not found',
    });
    const unknown = { collection: 'docs', with_vectors: ['x'] };
    await expect(lookups(unknown)).rejects.toMatchObject({ status: 400 });
  });

  test.each<[number, RegExp, object]>([
    [400, /group_by must be a string with the path of a payload key, but is undefined/, {}],
    [422, /group_size: value 0 invalid/, { group_by: 'a', group_size: 0 }],
    [422, /limit: value 0 invalid/, { group_by: 'a', limit: 0 }],
    [400, /unknown field `offset`/, { group_by: 'a', offset: 1 }],
    [400, /with_lookup.collection must be a name/, { group_by: 'a', with_lookup: {} }],
  ])('refuse a request with status %d: %s', async (status, message, request) => {
    await using database = await open(shop);
    await expect(database.queryGroups('c', request as never)).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
  });
});

test('for maximal marginal relevance, groups are also searched beyond its candidates', async () => {
  await using database = await open(shop);
  const query = { nearest: [1], mmr: { diversity: 0.5, candidates_limit: 1 } };
  const found = await groupsOf(database, { query, group_by: 'in.group', group_size: 2, limit: 2 });
  expect(found).toEqual([
    { id: 'red', hits: [1, 2] },
    { id: 'blue', hits: [2, 5] },
  ]);
});
