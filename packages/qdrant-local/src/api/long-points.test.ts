import { expect, test } from 'vitest';

import { countTurns } from '../__fixtures__/slow-clock.ts';
import type { PointVectors } from '../requests/types/vector-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const numbers = Array.from({ length: 50_000 }, (_, n) => n);
const sparse = { indices: numbers, values: numbers.map((n) => n + 0.5) };
const payload = { list: numbers, group: 1, nested: { fields: Object.fromEntries(numbers.map((n) => [`k${n}`, n])) } };

async function openDatabase(vector: PointVectors): Promise<QdrantLocal> {
  const database = new QdrantLocal();
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
])('a long %s lets the event loop turn while it is read back', async (_, vector, read) => {
  await using database = await openDatabase(vector);
  expect(await countTurns(() => read(database))).toBeGreaterThan(20);
});
