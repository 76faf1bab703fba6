import { describe, expect, test } from 'vitest';

import type { PayloadIndexSchema } from '../requests/types/index-settings.ts';
import { QdrantLocal, type QdrantLocalOptions } from './qdrant-local.ts';

async function open(unindexed?: QdrantLocalOptions['unindexed'], schema?: PayloadIndexSchema): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [{ id: 1, vector: [1], payload: { in: { k: 1 } } }] });
  if (schema !== undefined) await database.createPayloadIndex('c', { field_name: 'in.k', field_schema: schema });
  return database;
}

const orders: readonly [what: string, order: (database: QdrantLocal) => Promise<unknown>][] = [
  ['a scroll', (database) => database.scroll('c', { order_by: 'in.k' })],
  ['a query', (database) => database.query('c', { query: { order_by: { key: 'in.k' } } })],
  [
    'a prefetch of a batch',
    (database) =>
      database.queryBatch('c', { searches: [{ prefetch: { query: { order_by: 'in.k' } }, query: { fusion: 'rrf' } }] }),
  ],
  ['a grouped query', (database) => database.queryGroups('c', { query: { order_by: 'in.k' }, group_by: 'in.k' })],
];
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

  test.each<PayloadIndexSchema>(['integer', 'float', 'datetime', { type: 'integer', lookup: false }])(
    'succeeds with the index %j',
    async (schema) => {
      await using database = await open('refuse', schema);
      await expect(order(database)).resolves.toBeTruthy();
    },
  );

  test('succeeds without an index when that is allowed', async () => {
    await using database = await open('allow');
    await expect(order(database)).resolves.toBeTruthy();
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
      await expect(facet(database)).resolves.toEqual({ hits: [{ value: 1, count: 1 }] });
    },
  );

  test.each<PayloadIndexSchema>(['keyword', 'uuid', 'bool'])('counts no integers with the index %j', async (schema) => {
    await using database = await open('refuse', schema);
    await expect(facet(database)).resolves.toEqual({ hits: [] });
  });

  test('succeeds without an index when that is allowed', async () => {
    await using database = await open('allow');
    await expect(facet(database)).resolves.toEqual({ hits: [{ value: 1, count: 1 }] });
  });
});

test('unindexed keys are rejected by default, and the option accepts only its two values', async () => {
  await using database = await open();
  await expect(facet(database)).rejects.toMatchObject({ status: 400 });
  expect(() => new QdrantLocal({ unindexed: 'warn' as never })).toThrow(/^unindexed must be 'refuse' or 'allow'/);
});
