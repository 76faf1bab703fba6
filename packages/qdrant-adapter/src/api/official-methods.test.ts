import { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, type ScriptedServer, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient } from '../index.ts';

type Method = Exclude<keyof OfficialClient, 'api'>;

const write = { wait: true, ordering: 'strong', timeout: 7 };
const vectors = { size: 2, distance: 'Dot' };
const points = [{ id: 1, vector: [1, 2], payload: { name: 'Argo' } }];
const selected = { points: [1], shard_key: 'a' };
const filter = { must: [{ key: 'name', match: { value: 'Argo' } }] };
const read = { filter, consistency: 'majority', timeout: 7, shard_key: 'a' };
const groupSearch = { prefetch: [{ query: [1, 2], limit: 3 }], query: { fusion: 'rrf' }, using: 'a', limit: 7 };
const search = { ...groupSearch, offset: 2 };

/** Each method of the official client with the arguments that it takes. */
const calls: Readonly<Record<Method, readonly unknown[]>> = {
  getCollections: [],
  getCollection: ['c'],
  collectionExists: ['c'],
  createCollection: ['c', { vectors, shard_number: 6, replication_factor: 2, timeout: 7 }],
  recreateCollection: ['c', { vectors, on_disk_payload: true }],
  updateCollection: ['c', { optimizers_config: { indexing_threshold: 9 }, timeout: 7 }],
  deleteCollection: ['c', { timeout: 7 }],
  updateCollectionAliases: [{ actions: [{ delete_alias: { alias_name: 'a' } }], timeout: 7 }],
  getCollectionAliases: ['c'],
  getAliases: [],
  createPayloadIndex: ['c', { field_name: 'name', field_schema: 'keyword', ...write }],
  deletePayloadIndex: ['c', 'crew/name', write],
  createVectorName: ['c', 'new/name', { dense: vectors }, write],
  deleteVectorName: ['c', 'old', write],
  upsert: ['c', { points, ...write }],
  retrieve: ['c', { ids: [1], with_payload: ['name'], with_vector: true, consistency: 2, timeout: 7 }],
  delete: ['c', { ...selected, ...write }],
  updateVectors: ['c', { points: [{ id: 1, vector: { a: [1] } }], ...write }],
  deleteVectors: ['c', { ...selected, vector: ['a'], ...write }],
  setPayload: ['c', { ...selected, payload: { a: 1 }, key: 'b', ...write }],
  overwritePayload: ['c', { filter, payload: { a: 1 }, ...write }],
  deletePayload: ['c', { ...selected, keys: ['a'], ...write }],
  clearPayload: ['c', { ...selected, ...write }],
  batchUpdate: ['c', { operations: [{ upsert: { points } }, { clear_payload: selected }], ...write }],
  scroll: ['c', { ...read, offset: 7, limit: 3 }],
  count: ['c', { filter, shard_key: 'a', timeout: 7 }],
  facet: ['c', { ...read, key: 'name', limit: 5, exact: true }],
  query: ['c', { ...read, ...search, with_payload: true }],
  queryBatch: ['c', { searches: [search, { query: 7 }], consistency: 'all', timeout: 7 }],
  queryGroups: ['c', { ...read, ...groupSearch, group_by: 'name', group_size: 2, with_lookup: 'names' }],
  searchMatrixPairs: ['c', { ...read, sample: 5, limit: 2, using: 'a' }],
  searchMatrixOffsets: ['c', { ...read, sample: 5, limit: 2, using: 'a' }],
  listSnapshots: ['c'],
  createSnapshot: ['c', { wait: true }],
  deleteSnapshot: ['c', 's', { wait: true }],
  recoverSnapshot: ['c', { location: 'http://elsewhere/s', priority: 'replica', checksum: 'x' }],
  listFullSnapshots: [],
  createFullSnapshot: [{ wait: true }],
  deleteFullSnapshot: ['s', { wait: true }],
  listShardSnapshots: ['c', 0],
  createShardSnapshot: ['c', 0, { wait: true }],
  deleteShardSnapshot: ['c', 0, 's', { wait: true }],
  recoverShardFromSnapshot: ['c', 0, { location: 'http://elsewhere/s', wait: true }],
  collectionClusterInfo: ['c'],
  updateCollectionCluster: ['c', { drop_replica: { shard_id: 0, peer_id: 7 }, timeout: 7 }],
  listShardKeys: ['c'],
  createShardKey: ['c', { shard_key: 'a', shards_number: 2, timeout: 7 }],
  deleteShardKey: ['c', { shard_key: 'a', timeout: 7 }],
  clusterTelemetry: [{ details_level: 2, timeout: 7 }],
  getOptimizations: ['c', { with: 'queued', completed_limit: 3 }],
  getQuotas: [],
  updateQuotas: [{ wait: true }],
  versionInfo: [],
};

const methods = Object.keys(calls) as Method[];
const serverOnly = methods.filter((method) => /snapshot|shard|cluster|quota|optimizations/i.test(method));

describe('the methods of the official client', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await startScriptedServer(json(200, { result: { nextPage: false }, status: 'ok', time: 0 }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** The requests of a call: method, path, parameters and body, in no particular order within. */
  async function requestsOf(client: object, method: Method): Promise<unknown[]> {
    const first = server.requests.length;
    const run = Reflect.get(client, method) as (...args: readonly unknown[]) => Promise<unknown>;
    await run.apply(client, structuredClone(calls[method]) as unknown[]);
    return server.requests.slice(first).map((request) => {
      const { pathname, searchParams } = new URL(request.path, server.url);
      // A row of whole numbers gets a fraction that float32, as a server keeps it, does not have (wire/encode-request.ts).
      const toFloat32 = (_: string, value: unknown): unknown =>
        typeof value === 'number' ? Math.fround(value) : value;
      const body: unknown = request.body === '' ? undefined : JSON.parse(request.body, toFloat32);
      return [request.method, pathname, Object.fromEntries(searchParams), body];
    });
  }

  it.each(methods)('%s sends what the official client sends', async (method) => {
    const official = new OfficialClient({ url: server.url, checkCompatibility: false });
    await using client = new QdrantClient({ url: server.url });
    expect(await requestsOf(client, method)).toEqual(await requestsOf(official, method));
  });

  it('all exist here, and in the official client', () => {
    for (const client of [new OfficialClient({ checkCompatibility: false }), new QdrantClient(':memory:')]) {
      for (const method of methods) expect([method, typeof Reflect.get(client, method)]).toEqual([method, 'function']);
    }
  });

  it.each(serverOnly)('%s says in memory what to use instead', async (method) => {
    await using client = new QdrantClient(':memory:');
    const run = Reflect.get(client, method) as (...args: readonly unknown[]) => Promise<unknown>;
    const error = await run.apply(client, calls[method] as unknown[]).catch((reason: unknown) => reason);
    expect(VectorStoreError.isInstance(error) && error).toMatchObject({
      status: 501,
      operation: method,
      isRetryable: false,
      message: expect.stringMatching(/needs a Qdrant server: .*new QdrantClient\(\{ url \}\)/),
    });
  });
});
