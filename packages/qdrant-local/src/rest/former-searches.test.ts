import { QdrantClient } from 'js-client-rest-1.18';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import { type QdrantServer, serve } from './serve.ts';

let database: QdrantLocal;
let server: QdrantServer;
beforeAll(async () => {
  database = new QdrantLocal();
  server = await serve({ port: 0, database });
  await database.createCollection('c', {
    vectors: { '': { size: 2, distance: 'Dot' }, e: { size: 2, distance: 'Dot' } },
    sparse_vectors: { words: {} },
  });
  const points = Array.from({ length: 12 }, (_, id) => ({
    id,
    vector: { '': [Math.sin(id), Math.cos(id)], e: [id, -1], words: { indices: [id % 3, 7], values: [id, 1] } },
    payload: { n: id, group: `g${id % 3}` },
  }));
  await database.upsert('c', { points });
  await database.upsert('c', {
    points: [{ id: 2n ** 64n - 1n, vector: { '': [0.5, 0.5] }, payload: { group: 'g0' } }],
  });
  await database.createCollection('other', {
    vectors: { '': { size: 2, distance: 'Dot' }, d: { size: 2, distance: 'Dot' } },
  });
  await database.upsert('other', { points: [{ id: 100, vector: { '': [1, 0], d: [0, 1] } }] });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const filter = { must_not: [{ key: 'n', match: { value: 3 } }] };
const selection = { with_payload: true, with_vector: true };
const sparse = { indices: [1, 7], values: [1, 0.5] };
const pairs = [{ positive: 1, negative: [0, -1] }];

/** Former bodies, each with the equivalent query. */
const equals: readonly (readonly [name: string, former: object, query: object])[] = [
  ['search', { vector: [1, 0], limit: 3 }, { query: [1, 0], limit: 3 }],
  [
    'search',
    { vector: [1, 0], top: 3, offset: 2, filter, params: { exact: true }, score_threshold: -0.5, ...selection },
    { query: [1, 0], limit: 3, offset: 2, filter, score_threshold: -0.5, ...selection },
  ],
  [
    'search',
    { vector: { name: '', vector: [1, 0] }, limit: 3, with_vectors: true },
    { query: [1, 0], limit: 3, with_vector: true },
  ],
  ['search', { vector: { name: 'words', vector: sparse }, limit: 3 }, { query: sparse, using: 'words', limit: 3 }],
  ['search', { vector: [1, 0], limit: 3, with_payload: null, offset: null }, { query: [1, 0], limit: 3 }],
  ['recommend', { positive: [1], limit: 3 }, { query: { recommend: { positive: [1] } }, limit: 3 }],
  [
    'recommend',
    { positive: [1, [1, 0]], negative: [2], limit: 3, filter, using: '', ...selection },
    { query: { recommend: { positive: [1, [1, 0]], negative: [2] } }, limit: 3, filter, ...selection },
  ],
  [
    'recommend',
    { negative: [2], strategy: 'best_score', limit: 3, offset: 1 },
    { query: { recommend: { negative: [2], strategy: 'best_score' } }, limit: 3, offset: 1 },
  ],
  [
    'recommend',
    { positive: [sparse], negative: [4], strategy: 'sum_scores', using: 'words', limit: 3 },
    { query: { recommend: { positive: [sparse], negative: [4], strategy: 'sum_scores' } }, using: 'words', limit: 3 },
  ],
  [
    'recommend',
    { positive: [100], lookup_from: { collection: 'other', vector: 'd' }, limit: 3 },
    { query: { recommend: { positive: [100] } }, lookup_from: { collection: 'other', vector: 'd' }, limit: 3 },
  ],
  [
    'recommend',
    { positive: [100], using: 'e', lookup_from: { collection: 'other' }, limit: 3 },
    { query: [1, 0], using: 'e', limit: 3 },
  ],
  [
    'discover',
    { target: 5, context: pairs, limit: 4 },
    { query: { discover: { target: 5, context: pairs } }, limit: 4 },
  ],
  ['discover', { target: [1, 0], limit: 4 }, { query: { discover: { target: [1, 0], context: [] } }, limit: 4 }],
  [
    'discover',
    { context: pairs, limit: 4, offset: 1, filter },
    { query: { context: pairs }, limit: 4, offset: 1, filter },
  ],
];

/** Returns the `result` of a request, whose points may lack an envelope. */
async function ask(path: string, body: unknown): Promise<unknown> {
  const answer = await callRest(database, `POST /collections/c/points/${path}`, { body });
  expect(answer.text).toContain('"status":"ok"');
  return (answer.body as { result: unknown }).result;
}

describe('the search operations that preceded query', () => {
  test.each(equals)('%s of %j finds the same points as a query', async (name, former, query) => {
    const { points } = (await ask('query', query)) as { points: unknown[] };
    expect(points.length).toBeGreaterThan(0);
    expect(await ask(name, former)).toEqual(points);
    expect(await ask(`${name}/batch`, { searches: [former, former] })).toEqual([points, points]);
  });

  test.each(equals.filter(([name, former]) => name !== 'discover' && !('top' in former) && !('offset' in former)))(
    'grouped %s of %j finds the same groups as a grouped query',
    async (name, former, query) => {
      const grouping = { group_by: 'group', group_size: 2, limit: 2, with_lookup: { collection: 'other' } };
      const expected = await ask('query/groups', { ...query, ...grouping });
      expect((expected as { groups: unknown[] }).groups.length).toBeGreaterThan(0);
      expect(await ask(`${name}/groups`, { ...former, ...grouping })).toEqual(expected);
    },
  );

  test('read every digit of ids up to 2^64 - 1', async () => {
    const body = '{"positive":[18446744073709551615],"limit":20}';
    const { text } = await callRest(database, 'POST /collections/c/points/recommend', { body });
    expect(text).not.toContain('18446744073709551615');
    const { text: found } = await callRest(database, 'POST /collections/c/points/search', {
      body: '{"vector":[1,1],"limit":20,"filter":{"must":[{"has_id":[18446744073709551615]}]}}',
    });
    expect(found).toContain('"id":18446744073709551615');
  });

  test('return an empty list for an empty batch', async () => {
    for (const name of ['search', 'recommend', 'discover'])
      expect(await ask(`${name}/batch`, { searches: [] })).toEqual([]);
  });

  const average = 'Bad request: At least one positive vector ID required with this strategy';
  test.each<[string, object, number, string]>([
    ['search', { vector: [1, 0] }, 400, 'missing field `limit`'],
    ['search', { vector: [1, 0], limit: null }, 400, 'missing field `limit`'],
    ['search', { vector: [1, 0], limit: 0 }, 422, 'limit'],
    ['search', { vector: [1, 0], limit: 1, top: 1 }, 400, 'duplicate field `limit`'],
    ['search', { vector: 1, limit: 1 }, 400, 'vector must be an object'],
    ['search', { vector: [[1, 0]], limit: 1 }, 400, 'vector must be a dense or a sparse vector'],
    ['search', { vector: { text: 'a', model: 'b' }, limit: 1 }, 400, 'unknown field `text`'],
    ['search', { vector: { vector: [1, 0] }, limit: 1 }, 400, 'vector.name must be the name of a vector'],
    ['search', { vector: [1], limit: 1 }, 400, 'expected dim: 2, got 1'],
    ['search', { vector: { name: 'none', vector: [1, 0] }, limit: 1 }, 400, 'Not existing vector name error: none'],
    ['search', { vector: [1, 0], limit: 1, using: 'words' }, 400, 'unknown field `using`'],
    ['search', { vector: [1, 0], limit: 1, shard_key: 'a' }, 501, 'A shard key'],
    ['search/groups', { vector: [1, 0], group_by: 'n', limit: 1 }, 400, 'missing field `group_size`'],
    [
      'search/groups',
      { vector: [1, 0], group_by: 'n', group_size: 1, limit: 1, offset: 1 },
      400,
      'unknown field `offset`',
    ],
    ['search/batch', {}, 400, 'needs `searches`'],
    ['recommend', { limit: 1 }, 400, average],
    ['recommend', { negative: [1], limit: 1 }, 400, average],
    ['recommend', { strategy: 'best_score', limit: 1 }, 400, 'At least one positive or negative vector ID'],
    ['recommend', { positive: null, limit: 1 }, 400, 'positive must be a list'],
    ['recommend', { positive: [50], limit: 1 }, 404, 'No point with id 50 found'],
    ['recommend', { positive: [[[1, 0]]], limit: 1 }, 400, 'must be a dense or a sparse vector'],
    ['recommend', { positive: [1], strategy: 'worst', limit: 1 }, 400, 'strategy'],
    ['recommend/groups', { positive: [], group_by: 'n', group_size: 1, limit: 1 }, 400, average],
    ['discover', { limit: 1 }, 400, 'Bad request: target and/or context_pairs must be specified'],
    ['discover', { context: [], limit: 1 }, 400, 'target and/or context_pairs must be specified'],
    [
      'discover',
      { target: 1, context: { positive: 1, negative: 2 }, limit: 1 },
      400,
      'context must be a list of pairs',
    ],
    ['discover', { target: 1, context: [{ positive: 1 }], limit: 1 }, 400, 'negative'],
    ['discover', { target: 1, limit: 1, with_vectors: true }, 400, 'unknown field `with_vectors`'],
  ])('%s of %j is rejected with %d', async (path, body, status, sentence) => {
    const answer = await callRest(database, `POST /collections/c/points/${path}`, { body });
    expect(answer).toMatchObject({ status, body: { status: { error: expect.stringContaining(sentence) } } });
  });
});

// The undici of this version does not run on Node.js 26.
describe.skipIf(Number(process.versions.node.split('.')[0]) >= 26)("version 1.18 of Qdrant's client", () => {
  const searched = [1, 0];

  test.each<[string, (client: QdrantClient) => Promise<unknown>, object, (points: unknown) => unknown]>([
    ['search', (it) => it.search('c', { vector: searched, limit: 2 }), { query: searched }, (points) => points],
    [
      'searchBatch',
      (it) => it.searchBatch('c', { searches: [{ vector: searched, limit: 2, with_payload: true }] }),
      { query: searched },
      (points) => [points],
    ],
    [
      'recommend',
      (it) => it.recommend('c', { positive: [1], limit: 2 }),
      { query: { recommend: { positive: [1] } } },
      (points) => points,
    ],
    [
      'recommendBatch',
      (it) => it.recommendBatch('c', { searches: [{ positive: [1], limit: 2, with_payload: true }] }),
      { query: { recommend: { positive: [1] } } },
      (points) => [points],
    ],
    [
      'discoverPoints',
      (it) =>
        it.discoverPoints('c', { target: 1, context: [{ positive: 2, negative: 3 }], limit: 2, with_payload: true }),
      { query: { discover: { target: 1, context: [{ positive: 2, negative: 3 }] } } },
      (points) => points,
    ],
    [
      'discoverBatchPoints',
      (it) => it.discoverBatchPoints('c', { searches: [{ target: 1, limit: 2, with_payload: true }] }),
      { query: { discover: { target: 1, context: [] } } },
      (points) => [points],
    ],
  ])('%s returns the same as query', async (_method, call, query, wrap) => {
    const client = new QdrantClient({ url: server.url, checkCompatibility: false });
    const { points } = await database.query('c', { ...query, limit: 2, with_payload: true });
    expect(await call(client)).toEqual(wrap(points));
  });

  test('searchPointGroups and recommendPointGroups return the same as queryGroups', async () => {
    const client = new QdrantClient({ url: server.url, checkCompatibility: false });
    const grouping = { group_by: 'group', group_size: 1, limit: 2 };
    expect(await client.searchPointGroups('c', { vector: searched, ...grouping })).toEqual(
      await database.queryGroups('c', { query: searched, ...grouping }),
    );
    expect(await client.recommendPointGroups('c', { positive: [1], ...grouping })).toEqual(
      await database.queryGroups('c', { query: { recommend: { positive: [1] } }, ...grouping }),
    );
  });
});
