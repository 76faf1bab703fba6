import { expect, test } from 'vitest';

import { countTurns } from '../__fixtures__/slow-clock.ts';
import type { PointVectors } from '../requests/types/vector-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const numbers = Array.from({ length: 50_000 }, (_, n) => n);
const sparse = { indices: numbers, values: numbers.map((n) => n + 0.5) };
const payload = { list: numbers, group: 1, nested: { fields: Object.fromEntries(numbers.map((n) => [`k${n}`, n])) } };

async function openDatabase(vector: PointVectors): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed: 'allow' });
  const multi = { size: 1, distance: 'Dot', multivector_config: { comparator: 'max_sim' } } as const;
  await database.createCollection('c', { vectors: { rows: multi }, sparse_vectors: { terms: {} } });
  await database.upsert('c', { points: [{ id: 1, vector, payload }] });
  return database;
}

test.each<[string, PointVectors, (database: QdrantLocal) => Promise<unknown>]>([
  ['payload', {}, (database) => database.retrieve('c', { ids: [1] })],
  ['part of a payload', {}, (database) => database.scroll('c', { with_payload: { exclude: ['list[].a'] } })],
  ['payload of a hit', {}, (database) => database.query('c', { with_payload: true })],
  [
    'payload that a group looks up',
    {},
    (database) => database.queryGroups('c', { group_by: 'group', with_lookup: { collection: 'c' } }),
  ],
  ['sparse vector', { terms: sparse }, (database) => database.scroll('c', { with_payload: false, with_vector: true })],
  [
    'multivector',
    { rows: numbers.map((n) => [n + 0.5]) },
    (database) => database.retrieve('c', { ids: [1], with_payload: false, with_vector: ['rows'] }),
  ],
])('a long %s is read over several turns of the event loop', async (_, vector, read) => {
  await using database = await openDatabase(vector);
  expect(await countTurns(() => read(database))).toBeGreaterThan(20);
});

test.each<[string, (database: QdrantLocal) => Promise<unknown>]>([
  ['counted', (database) => database.facet('c', { key: 'same' })],
  ['ordered by', (database) => database.scroll('c', { order_by: 'same', with_payload: false })],
])('many values of a point are %s over several turns of the event loop', async (_, call) => {
  await using database = await openDatabase({});
  await database.setPayload('c', { points: [1], payload: { same: numbers.map(() => 7) } });
  expect(await countTurns(() => call(database))).toBeGreaterThan(150);
});

test('rejects a payload key that would take long to read', async () => {
  await using database = await openDatabase({});
  const key = 'a.'.repeat(40_000);
  const filter = { must: { key, match: { value: 1 } } };
  await expect(database.count('c', { filter })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('the key of a condition has 80000 characters, but may have at most 65536'),
  });
});
