import { describe, expect, test } from 'vitest';

import type { PayloadIndexSchema } from '../requests/types/index-settings.ts';
import { QdrantLocal, type QdrantLocalOptions } from './qdrant-local.ts';

const points = [
  { id: 1, vector: [1], payload: { in: { k: 3 } } },
  { id: 2, vector: [1], payload: { in: { k: 1 } } },
  { id: 3, vector: [1], payload: { in: { k: 2 } } },
];

async function open(unindexed?: QdrantLocalOptions['unindexed'], schema?: PayloadIndexSchema): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points });
  if (schema !== undefined) await database.createPayloadIndex('c', { field_name: 'in.k', field_schema: schema });
  return database;
}

type Points = readonly { readonly id: unknown }[];
const idsOf = (found: Points): unknown[] => found.map(({ id }) => id);

const orders: readonly [what: string, order: (database: QdrantLocal) => Promise<unknown[]>][] = [
  ['a scroll', async (database) => idsOf((await database.scroll('c', { order_by: 'in.k' })).points)],
  ['a query', async (database) => idsOf((await database.query('c', { query: { order_by: { key: 'in.k' } } })).points)],
  [
    'a prefetch of a batch',
    async (database) => {
      const search = { prefetch: { query: { order_by: 'in.k' } }, query: { fusion: 'rrf' } } as const;
      const [found] = await database.queryBatch('c', { searches: [search] });
      return idsOf(found!.points);
    },
  ],
  [
    'a grouped query',
    async (database) => {
      const { groups } = await database.queryGroups('c', { query: { order_by: 'in.k' }, group_by: 'in.k' });
      return groups.flatMap(({ hits }) => idsOf(hits));
    },
  ],
];
const eachOnce = { hits: [1, 2, 3].map((value) => ({ value, count: 1 })) };
const facet = (database: QdrantLocal): Promise<unknown> => database.facet('c', { key: 'in.k' });

const guide = 'Check https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload schemas';
const noRange = `Wrong input: No range index for \`order_by\` key: \`in.k\`. Please create one to use \`order_by\`. ${guide} support Range conditions`;
const noMatch = `Wrong input: No appropriate index for faceting: \`in.k\`. Please create one to facet on this field. ${guide} support Match conditions`;

describe.each(orders)('%s ordered by a payload key', (_what, order) => {
  test.each<PayloadIndexSchema | undefined>([undefined, 'keyword', 'uuid', { type: 'integer', range: false }])(
    'is rejected with the index %j',
    async (schema) => {
      await using database = await open('refuse', schema);
      await expect(order(database)).rejects.toMatchObject({ status: 400, message: noRange });
    },
  );

  test.each<PayloadIndexSchema>(['integer', 'float', { type: 'integer', lookup: false }])(
    'returns the points in that order with the index %j',
    async (schema) => {
      await using database = await open('refuse', schema);
      await expect(order(database)).resolves.toEqual([2, 3, 1]);
    },
  );

  test('returns no point with the index "datetime", because its values are integers', async () => {
    await using database = await open('refuse', 'datetime');
    await expect(order(database)).resolves.toEqual([]);
  });

  test('returns the points in that order without an index when that is allowed', async () => {
    await using database = await open('allow');
    await expect(order(database)).resolves.toEqual([2, 3, 1]);
  });
});

describe('a facet', () => {
  test.each<PayloadIndexSchema | undefined>([
    undefined,
    'float',
    'datetime',
    'text',
    { type: 'integer', lookup: false },
  ])('is rejected with the index %j', async (schema) => {
    await using database = await open('refuse', schema);
    await expect(facet(database)).rejects.toMatchObject({ status: 400, message: noMatch });
  });

  test.each<PayloadIndexSchema>(['integer', { type: 'integer', range: false }])(
    'counts integers with the index %j',
    async (schema) => {
      await using database = await open('refuse', schema);
      await expect(facet(database)).resolves.toEqual(eachOnce);
    },
  );

  test.each<PayloadIndexSchema>(['keyword', 'uuid', 'bool'])('counts no integers with the index %j', async (schema) => {
    await using database = await open('refuse', schema);
    await expect(facet(database)).resolves.toEqual({ hits: [] });
  });

  test('succeeds without an index when that is allowed', async () => {
    await using database = await open('allow');
    await expect(facet(database)).resolves.toEqual(eachOnce);
  });
});

test('unindexed keys are rejected by default, and the option accepts only its two values', async () => {
  await using database = await open();
  await expect(facet(database)).rejects.toMatchObject({ status: 400 });
  expect(() => new QdrantLocal({ unindexed: 'warn' as never })).toThrow(/^unindexed must be 'refuse' or 'allow'/);
});
