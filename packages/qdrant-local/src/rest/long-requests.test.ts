import { expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { countTurns } from '../__fixtures__/slow-clock.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';

const ids = Array.from({ length: 20_000 }, (_, id) => id);
const points = ids.slice(0, 1000).map((id) => ({ id, vector: [id], payload: { n: id } }));
const conditions = ids.slice(0, 500).map((n) => ({ key: 'n', match: { value: n } }));
const corners = ids.map(() => ({ lon: 1, lat: 2 }));
const examples = ids.slice(0, 900).map((id) => [id]);
const pairs = examples.map((example) => ({ positive: example, negative: 1 }));
const clear = { clear_payload: { points: [1] } };

// Each body is invalid at its end, so that only reading it takes turns.
test.each<[string, `${string} ${string}`, object, number]>([
  ['points', 'PUT /collections/c/points', { points: [...points, 'x'] }, 1000],
  [
    'values in a payload',
    'PUT /collections/c/points',
    { points: [{ id: 1, vector: [1], payload: { list: ids, more: ids } }, 'x'] },
    150,
  ],
  [
    'points in columns',
    'PUT /collections/c/points',
    { batch: { ids: ids.slice(0, 1000), vectors: [...ids.slice(1, 1000).map((id) => [id]), 'x'] } },
    1000,
  ],
  ['vectors', 'PUT /collections/c/points/vectors', { points: [...points, 'x'] }, 1000],
  ['ids to delete', 'POST /collections/c/points/delete', { points: [...ids, 'x'] }, 350],
  ['ids to retrieve', 'POST /collections/c/points', { ids: [...ids, 'x'] }, 75],
  ['ids of a payload', 'POST /collections/c/points/payload', { payload: { a: 1 }, points: [...ids, 'x'] }, 350],
  ['conditions', 'POST /collections/c/points/count', { filter: { must: [...conditions, 'x'] } }, 500],
  ['ids in a filter', 'POST /collections/c/points/count', { filter: { must: [{ has_id: [...ids, 'x'] }] } }, 350],
  [
    'values in a filter',
    'POST /collections/c/points/scroll',
    { filter: { must: [{ key: 'n', match: { any: [...ids, 'x'] } }] } },
    350,
  ],
  [
    'corners of an area',
    'POST /collections/c/points/query',
    { filter: { must: [{ key: 'n', geo_polygon: { exterior: { points: [...corners, 'x'] } } }] } },
    350,
  ],
  ['keys of payloads', 'POST /collections/c/points/scroll', { with_payload: [...ids.map(String), 7] }, 75],
  ['prefetches', 'POST /collections/c/points/query', { prefetch: [...conditions.map(() => ({})), 'x'] }, 500],
  ['queries', 'POST /collections/c/points/query/batch', { searches: [...conditions.map(() => ({})), 'x'] }, 500],
  [
    'operations',
    'POST /collections/c/points/batch',
    { operations: [...Array.from({ length: 500 }, () => clear), 'x'] },
    500,
  ],
  [
    'entries of a sparse vector',
    'PUT /collections/c/points',
    { points: [{ id: 1, vector: { s: { indices: ids.toReversed(), values: ids } } }, 'x'] },
    100,
  ],
  [
    'rows of a multivector',
    'PUT /collections/c/points',
    { points: [{ id: 1, vector: [...ids.map((id) => [id]), 'x'] }] },
    75,
  ],
  [
    'examples',
    'POST /collections/c/points/query',
    { query: { recommend: { positive: examples, negative: [...examples, 'x'] } } },
    1000,
  ],
  ['pairs of a context', 'POST /collections/c/points/query', { query: { context: [...pairs, 'x'] } }, 2500],
  [
    'examples with scores',
    'POST /collections/c/points/query',
    {
      query: {
        relevance_feedback: {
          target: 1,
          feedback: [...examples.map((example) => ({ example, score: 1 })), 'x'],
          strategy: { naive: { a: 1, b: 1, c: 1 } },
        },
      },
    },
    2500,
  ],
  ['weights', 'POST /collections/c/points/query', { prefetch: {}, query: { rrf: { weights: ids } } }, 75],
  [
    'expressions of a formula',
    'POST /collections/c/points/query',
    { prefetch: {}, query: { formula: { sum: [...ids.slice(0, 9000), 'x['] } } },
    100,
  ],
  [
    'ids in a formula',
    'POST /collections/c/points/query',
    { prefetch: {}, query: { formula: { has_id: [...ids, 'x'] } } },
    350,
  ],
  ['names of vectors', 'POST /collections/c/points/scroll', { with_vector: [...ids.map(String), 7] }, 75],
  [
    'names of vectors to delete',
    'POST /collections/c/points/vectors/delete',
    { points: [1], vector: [...ids.map(String), 7] },
    75,
  ],
  [
    'examples on a former route',
    'POST /collections/c/points/recommend',
    { positive: examples, negative: [...examples, 'x'], limit: 1 },
    2500,
  ],
  ['pairs on a former route', 'POST /collections/c/points/discover', { context: [...pairs, 'x'], limit: 1 }, 4000],
  [
    'searches on a former route',
    'POST /collections/c/points/search/batch',
    { searches: [...examples.map((vector) => ({ vector, limit: 1 })), 'x'] },
    2500,
  ],
  [
    'values in the filter of a former route',
    'POST /collections/c/points/search',
    { vector: [1], filter: { must: [{ key: 'n', match: { any: [...ids, 'x'] } }] }, limit: 1 },
    350,
  ],
])('reading a request with many %s yields to the event loop', async (_, route, body, leastTurns) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const bytes = Buffer.from(JSON.stringify(body));
  const turns = await countTurns(async () => {
    const { status } = await callRest(database, route, { body: bytes });
    expect(status).toBeOneOf([400, 422]);
  });
  expect(turns).toBeGreaterThan(leastTurns);
});

test('merging payloads with many values yields to the event loop', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [{ id: 1, vector: [1], payload: { list: ids } }] });
  const payload = Object.fromEntries(ids.map((id) => [`k${id}`, id]));
  expect(await countTurns(() => database.setPayload('c', { payload, points: [1] }))).toBeGreaterThan(200);
  const [point] = await database.retrieve('c', { ids: [1] });
  expect(point!.payload).toEqual({ list: ids, ...payload });
});

test('changes to a request after the call are not written', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const request = { points: points.map((point) => structuredClone(point)) };
  const writing = database.upsert('c', request);
  for (const { payload } of request.points) payload.n = -1;
  request.points.length = 0;
  await writing;
  expect(await database.count('c', { filter: { must: [{ key: 'n', range: { gte: 0 } }] } })).toEqual({ count: 1000 });
});
