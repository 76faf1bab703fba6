import { expect, test } from 'vitest';

import { countTurns } from '../__fixtures__/slow-clock.ts';
import type { Filter } from '../requests/types/filter-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const longText = 'Words of a very long text. '.repeat(20_000);
const words = { type: 'text', scoring: true, phrase_matching: true } as const;
const wordsOf = (match: object): Filter => ({ must: [{ key: 't', match: match as never }] });
const manyConditions = Array.from({ length: 20_000 }, (_, n) => ({ key: 'n', match: { value: -1 - n } }));

/** Calls that process one long text, list or tree. */
const longItems: Record<string, (database: QdrantLocal) => Promise<unknown>> = {
  'a payload with a text': (database) =>
    database.upsert('c', { points: [{ id: 1, vector: {}, payload: { t: longText } }] }),
  'a new index on a text': async (database) => {
    await database.upsert('c', { points: [{ id: 1, vector: {}, payload: { u: longText } }] });
    await database.createPayloadIndex('c', { field_name: 'u', field_schema: words });
  },
  'a query text': (database) => database.query('c', { query: { text: longText }, using: 't' }),
  'match.text': (database) => database.count('c', { filter: wordsOf({ text: longText }) }),
  'match.text_any': (database) => database.count('c', { filter: wordsOf({ text_any: longText }) }),
  'match.phrase': (database) => database.count('c', { filter: wordsOf({ phrase: longText }) }),
  'match.text without an index': (database) =>
    database.count('c', { filter: { must: [{ key: 'u', match: { text: longText } }] } }),
  'match.any': (database) =>
    database.count('c', {
      filter: { must: { key: 'k', match: { any: Array.from({ length: 100_000 }, (_, n) => `${n}`) } } },
    }),
  has_id: (database) =>
    database.count('c', { filter: { must: { has_id: Array.from({ length: 200_000 }, (_, id) => id) } } }),
  'a list of conditions': (database) =>
    database.count('c', { filter: { must: [{ has_id: [1] }], should: manyConditions } }),
  'a payload with a list': (database) =>
    database.upsert('c', {
      points: [{ id: 1, vector: {}, payload: { k: Array.from({ length: 50_000 }, (_, n) => `${n}`) } }],
    }),
};

test.each(Object.entries(longItems))('the call on a long item yields to the event loop: %s', async (_, call) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: {} });
  await database.upsert('c', { points: [{ id: 1, vector: {}, payload: { t: 'word', k: '1' } }] });
  await database.createPayloadIndex('c', { field_name: 'k', field_schema: 'keyword' });
  await database.createPayloadIndex('c', { field_name: 't', field_schema: words });
  expect(await countTurns(() => call(database))).toBeGreaterThan(50);
});

test('answers a search with the largest number of examples allowed', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [1, 2, 3].map((id) => ({ id, vector: [id] })) });
  const positive = Array.from({ length: 10_000 }, (_, index) => 1 + (index % 2));
  const { points } = await database.query('c', { query: { recommend: { positive, strategy: 'best_score' } } });
  expect(points.map(({ id }) => id)).toEqual([3]);
});

test('answers a query with a very large polygon from an index', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: {} });
  await database.createPayloadIndex('c', { field_name: 'g', field_schema: 'geo' });
  const places = [10, 80].map((lat, id) => ({ id, vector: {}, payload: { g: { lat, lon: 0 } } }));
  await database.upsert('c', { points: places });
  const corner = (index: number) => ({ lat: 20 * Math.sin(index / 25_000), lon: 20 * Math.cos(index / 25_000) });
  const points = [...Array.from({ length: 150_000 }, (_, index) => corner(index)), corner(0)];
  const filter: Filter = { must: { key: 'g', geo_polygon: { exterior: { points } } } };
  expect(await database.count('c', { filter })).toEqual({ count: 1 });
});
