import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

async function open(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { size: 1, distance: 'Dot', quantization: { scalar: { type: 'int8' } } },
    optimizer_config: { indexing_threshold_kb: 7 },
    quantization: { scalar: { type: 'int8' } },
    sharding_method: 'auto',
    strict_mode_config: { enabled: false },
  } as never);
  await database.upsert('c', { points: [{ id: 1, vectors: [1] }] } as never);
  return database;
}

const withVector = { id: 1, vector: [1] };

test.each<[string, (database: QdrantLocal) => Promise<unknown>, unknown]>([
  [
    'with_vectors of a scroll',
    async (it) => (await it.scroll('c', { with_vectors: true } as never)).points[0],
    withVector,
  ],
  [
    'with_vectors of a retrieval',
    async (it) => (await it.retrieve('c', { ids: [1], with_vectors: true } as never))[0],
    withVector,
  ],
  [
    'with_vectors of a query',
    async (it) => (await it.query('c', { with_vectors: true } as never)).points[0],
    withVector,
  ],
  [
    'field_type of an index',
    (it) => it.createPayloadIndex('c', { field_name: 'n', field_type: 'integer' } as never),
    { status: 'completed' },
  ],
  [
    'vectors of an update',
    (it) => it.updateVectors('c', { points: [{ id: 1, vectors: [2] }] } as never),
    { status: 'completed' },
  ],
  [
    'settings of a collection',
    async (it) => (await it.getCollection('c')).config,
    {
      params: { vectors: { quantization_config: { scalar: { type: 'int8' } } } },
      optimizer_config: { indexing_threshold: 7 },
      quantization_config: { scalar: { type: 'int8' } },
    },
  ],
  ['a limit of 2^64 - 1', async (it) => (await it.query('c', { query: [1], limit: 2 ** 64 })).points.length, 1],
  [
    'a batch next to points',
    (it) => it.upsert('c', { points: [{ id: 'no' }], batch: { ids: [2], vectors: [[1]] } } as never),
    { status: 'completed' },
  ],
])('accepts %s, as a server does', async (_what, call, answer) => {
  await using database = await open();
  const found = await call(database);
  if (typeof answer === 'object') expect(found).toMatchObject(answer as object);
  else expect(found).toEqual(answer);
});

test.each<[number, string, (database: QdrantLocal) => Promise<unknown>]>([
  [400, 'both names of a key', (it) => it.scroll('c', { with_vectors: true, with_vector: true } as never)],
  [422, 'ef_construct below 4', (it) => it.createCollection('d', { hnsw_config: { ef_construct: 1 } })],
  [501, 'custom sharding', (it) => it.createCollection('d', { sharding_method: 'custom' } as never)],
  [501, 'strict mode', (it) => it.createCollection('d', { strict_mode_config: { enabled: true } } as never)],
  [
    422,
    'an update with empty vectors',
    (it) => it.updateVectors('c', { points: [{ id: 1, vector: { s: { indices: [], values: [] } } }] }),
  ],
  [400, 'a negative limit', (it) => it.scroll('c', { limit: -1 })],
])('status %d for %s', async (status, _what, call) => {
  await using database = await open();
  await expect(call(database)).rejects.toMatchObject({ status });
});

test('min_should without conditions matches nothing and deletes nothing', async () => {
  await using database = await open();
  const filter = { min_should: { conditions: [], min_count: 1 } };
  await database.delete('c', { filter });
  expect(await database.count('c', { filter })).toEqual({ count: 0 });
  expect(await database.count('c')).toEqual({ count: 1 });
});
