import { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type ServingChild, startServing } from '../__fixtures__/serving-child.ts';

let server: ServingChild;
let client: QdrantClient;
beforeAll(async () => {
  server = await startServing();
  client = new QdrantClient({ url: server.url, checkCompatibility: false });
});
afterAll(() => server[Symbol.asyncDispose]());

beforeEach(async () => {
  const { collections } = await client.getCollections();
  await Promise.all(collections.map(({ name }) => client.deleteCollection(name)));
  await client.createCollection('c', { vectors: { size: 2, distance: 'Dot' } });
  await client.upsert('c', {
    points: [1, 2, 3].map((id) => ({ id, vector: [id, 1], payload: { n: id, group: id % 2 === 0 ? 'even' : 'odd' } })),
  });
  await client.createCollection('named', { vectors: { d: { size: 2, distance: 'Dot' } } });
  await client.upsert('named', { points: [{ id: 1, vector: { d: [1, 2] } }] });
});

const done = { operation_id: expect.any(Number) as number, status: 'completed' };

interface Case {
  readonly call: (client: QdrantClient) => Promise<unknown>;
  readonly answer: unknown;
}

/** Every supported method, with a call and its result. */
const supported: Readonly<Record<string, Case>> = {
  versionInfo: {
    call: (it) => it.versionInfo(),
    answer: {
      title: 'qdrant - vector search engine',
      version: expect.stringMatching(/^1\.20/),
      commit: '',
      engine: '@x/qdrant-local',
    },
  },
  getCollections: { call: (it) => it.getCollections(), answer: { collections: [{ name: 'c' }, { name: 'named' }] } },
  getCollection: {
    call: (it) => it.getCollection('c'),
    answer: expect.objectContaining({ status: 'green', points_count: 3 }),
  },
  collectionExists: { call: (it) => it.collectionExists('c'), answer: { exists: true } },
  createCollection: {
    call: (it) => it.createCollection('more', { vectors: { size: 1, distance: 'Cosine' }, timeout: 5 }),
    answer: true,
  },
  recreateCollection: {
    call: async (it) => {
      await it.recreateCollection('c', { vectors: { size: 1, distance: 'Cosine' } });
      return it.count('c');
    },
    answer: { count: 0 },
  },
  deleteCollection: { call: (it) => it.deleteCollection('c', { timeout: 5 }), answer: true },
  updateCollectionAliases: {
    call: async (it) => {
      const actions = [{ create_alias: { collection_name: 'c', alias_name: 'a' } }];
      return [await it.updateCollectionAliases({ actions }), await it.count('a')];
    },
    answer: [true, { count: 3 }],
  },
  getCollectionAliases: { call: (it) => it.getCollectionAliases('c'), answer: { aliases: [] } },
  getAliases: { call: (it) => it.getAliases(), answer: { aliases: [] } },
  upsert: { call: (it) => it.upsert('c', { points: [{ id: 4, vector: [1, 1] }], ordering: 'strong' }), answer: done },
  retrieve: {
    call: (it) => it.retrieve('c', { ids: [2], with_vector: true }),
    answer: [{ id: 2, payload: { n: 2, group: 'even' }, vector: [2, 1] }],
  },
  delete: { call: (it) => it.delete('c', { points: [1], wait: true }), answer: done },
  scroll: {
    call: (it) => it.scroll('c', { limit: 1, with_payload: ['n'] }),
    answer: { points: [{ id: 1, payload: { n: 1 } }], next_page_offset: 2 },
  },
  count: {
    call: (it) => it.count('c', { filter: { must: [{ key: 'n', range: { gte: 2 } }] } }),
    answer: { count: 2 },
  },
  updateCollection: {
    call: (it) => it.updateCollection('c', { optimizers_config: { indexing_threshold: 10 } }),
    answer: true,
  },
  createVectorName: {
    call: async (it) => [
      await it.createVectorName('named', 'e f', { dense: { size: 1, distance: 'Dot' } }),
      (await it.getCollection('named')).config.params.vectors,
    ],
    answer: [done, { d: { size: 2, distance: 'Dot' }, 'e f': { size: 1, distance: 'Dot' } }],
  },
  deleteVectorName: { call: (it) => it.deleteVectorName('named', 'd'), answer: done },
  updateVectors: {
    call: async (it) => [
      await it.updateVectors('c', { points: [{ id: 1, vector: [5, 5] }] }),
      await it.retrieve('c', { ids: [1], with_payload: false, with_vector: true }),
    ],
    answer: [done, [{ id: 1, vector: [5, 5] }]],
  },
  deleteVectors: {
    call: async (it) => [
      await it.deleteVectors('named', { points: [1], vector: ['d'] }),
      await it.retrieve('named', { ids: [1], with_vector: true }),
    ],
    answer: [done, [{ id: 1, payload: {}, vector: {} }]],
  },
  batchUpdate: {
    call: (it) =>
      it.batchUpdate('c', { operations: [{ clear_payload: { points: [1] } }, { delete: { points: [2] } }] }),
    answer: [done, done],
  },
  setPayload: { call: (it) => it.setPayload('c', { payload: { a: 1 }, points: [1] }), answer: done },
  overwritePayload: { call: (it) => it.overwritePayload('c', { payload: { a: 1 }, points: [1] }), answer: done },
  deletePayload: { call: (it) => it.deletePayload('c', { keys: ['n'], points: [1] }), answer: done },
  clearPayload: { call: (it) => it.clearPayload('c', { points: [1] }), answer: done },
  facet: {
    call: async (it) => [
      await it.createPayloadIndex('c', { field_name: 'group', field_schema: 'keyword', wait: true }),
      await it.facet('c', { key: 'group' }),
    ],
    answer: [
      done,
      {
        hits: [
          { value: 'odd', count: 2 },
          { value: 'even', count: 1 },
        ],
      },
    ],
  },
  query: {
    call: (it) => it.query('c', { query: [1, 0], limit: 1, with_payload: ['n'] }),
    answer: { points: [{ id: 3, version: 0, score: 3, payload: { n: 3 } }] },
  },
  queryBatch: {
    call: (it) =>
      it.queryBatch('c', {
        searches: [
          { query: [1, 0], limit: 1 },
          { query: 3, limit: 1 },
        ],
      }),
    answer: [{ points: [{ id: 3, version: 0, score: 3 }] }, { points: [{ id: 2, version: 0, score: 7 }] }],
  },
  queryGroups: {
    call: (it) => it.queryGroups('c', { query: [1, 0], group_by: 'group', group_size: 1 }),
    answer: {
      groups: [
        { id: 'odd', hits: [{ id: 3, version: 0, score: 3 }] },
        { id: 'even', hits: [{ id: 2, version: 0, score: 2 }] },
      ],
    },
  },
  searchMatrixPairs: {
    call: (it) => it.searchMatrixPairs('c', { sample: 3, limit: 1, filter: { must: [{ has_id: [1, 2] }] } }),
    answer: {
      pairs: [
        { a: 1, b: 2, score: 3 },
        { a: 2, b: 1, score: 3 },
      ],
    },
  },
  searchMatrixOffsets: {
    call: (it) => it.searchMatrixOffsets('c', { sample: 3, limit: 1, filter: { must: [{ has_id: [1, 2] }] } }),
    answer: { offsets_row: [0, 1], offsets_col: [1, 0], scores: [3, 3], ids: [1, 2] },
  },
  createPayloadIndex: {
    call: async (it) => [
      await it.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer', wait: true }),
      (await it.getCollection('c')).payload_schema,
    ],
    answer: [done, { n: { data_type: 'integer', points: 3 } }],
  },
  deletePayloadIndex: { call: (it) => it.deletePayloadIndex('c', 'group'), answer: done },
};

/** Every method that the engine lacks. Each call is rejected with status 501 and a message. */
const refused: Readonly<Record<string, Case['call']>> = {
  collectionClusterInfo: (it) => it.collectionClusterInfo('c'),
  updateCollectionCluster: (it) => it.updateCollectionCluster('c', { drop_replica: { shard_id: 0, peer_id: 1 } }),
  listShardKeys: (it) => it.listShardKeys('c'),
  createShardKey: (it) => it.createShardKey('c', { shard_key: 'k' }),
  deleteShardKey: (it) => it.deleteShardKey('c', { shard_key: 'k' }),
  clusterTelemetry: (it) => it.clusterTelemetry(),
  getOptimizations: (it) => it.getOptimizations('c'),
  getQuotas: (it) => it.getQuotas(),
  updateQuotas: (it) => it.updateQuotas({}),
  listSnapshots: (it) => it.listSnapshots('c'),
  createSnapshot: (it) => it.createSnapshot('c'),
  deleteSnapshot: (it) => it.deleteSnapshot('c', 's'),
  listFullSnapshots: (it) => it.listFullSnapshots(),
  createFullSnapshot: (it) => it.createFullSnapshot(),
  deleteFullSnapshot: (it) => it.deleteFullSnapshot('s'),
  recoverSnapshot: (it) => it.recoverSnapshot('c', { location: 'file:///s' }),
  recoverShardFromSnapshot: (it) => it.recoverShardFromSnapshot('c', 0, { location: 'file:///s' }),
  listShardSnapshots: (it) => it.listShardSnapshots('c', 0),
  createShardSnapshot: (it) => it.createShardSnapshot('c', 0, {}),
  deleteShardSnapshot: (it) => it.deleteShardSnapshot('c', 0, 's', {}),
};

describe('the official JavaScript client', () => {
  test('has no method that is missing from the tables', () => {
    const methods = Object.getOwnPropertyNames(QdrantClient.prototype);
    const own = methods.filter((name) => name !== 'constructor' && name !== 'api');
    expect(own.toSorted()).toEqual([...Object.keys(supported), ...Object.keys(refused)].toSorted());
  });

  test.each(Object.entries(supported))('%s works', async (_name, { call, answer }) => {
    expect(await call(client)).toEqual(answer);
  });

  test.each(Object.entries(refused))('%s is rejected with 501', async (_name, call) => {
    await expect(call(client)).rejects.toMatchObject({
      status: 501,
      data: { status: { error: expect.stringContaining('Use a Qdrant server for it.') as string } },
    });
  });

  test('receives the status and the message of a rejected call', async () => {
    await expect(client.query('c', { query: [1, 2, 3] })).rejects.toMatchObject({
      status: 400,
      data: { status: { error: 'Wrong input: Vector dimension error: expected dim: 2, got 3' } },
    });
  });
});
