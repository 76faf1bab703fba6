// The effect of the store options `ordering`, `consistency`, `shardKey` and `cluster` on every call to a server.
import { describe, expect, it } from 'vitest';
import { type Answer, failure, ok, type ReceivedRequest, startScriptedServer } from './__tests__/scripted-server.ts';
import { createSearchStore, createVectorStore, QdrantClient } from './index.ts';
import { clusterPlaces } from './vector-store/cluster-client.ts';
import { requireStoreClient } from './vector-store/store-options.ts';

const options = { ordering: 'strong', consistency: 'majority', shardKey: 'de' } as const;
const cluster = { shardNumber: 3, replicationFactor: 2, writeConsistencyFactor: 2 };
const point = { id: 1, vector: { dense: new Float32Array(8).fill(1) }, payload: {} };

/** Responds like a cluster. The collection and the shard key may be missing until a call creates them. */
function clusterServer({ exists = true, keys = ['de'], makesKey = ok(true) }: ClusterState = {}): Answer {
  const found = { exists, keys: [...keys] };
  return (response, request) => {
    const answer = (): Answer => {
      const path = request.path.replace(/\?.*/, '');
      if (path.endsWith('/exists')) return ok({ exists: found.exists });
      if (request.method === 'PUT' && path === '/collections/notes') return ((found.exists = true), ok(true));
      if (request.method === 'PUT' && path.endsWith('/shards')) return (found.keys.push('de'), makesKey);
      if (path.endsWith('/shards')) return ok({ shard_keys: found.keys.map((key) => ({ key })) });
      if (path.endsWith('/batch')) return ok([{ points: [] }]);
      if (path.endsWith('/count')) {
        const { shard_key } = JSON.parse(request.body) as { shard_key?: string };
        const isKnown = shard_key === undefined || found.keys.includes(shard_key);
        return isKnown ? ok({ count: 0 }) : failure(400, `Wrong input: Shard key ${shard_key} not found`);
      }
      if (path.endsWith('/scroll')) return ok({ points: [], next_page_offset: null });
      if (path.endsWith('/query')) return ok({ points: [] });
      if (/points(\/delete)?$/.test(path)) return ok(request.method === 'POST' && path.endsWith('points') ? [] : {});
      return ok({
        config: { params: { ...JSON.parse(made), sharding_method: 'custom' } },
        payload_schema: {},
        points_count: 0,
      });
    };
    answer()(response, request);
  };
}
interface ClusterState {
  readonly exists?: boolean;
  readonly keys?: readonly string[];
  readonly makesKey?: Answer;
}
const made = JSON.stringify({
  vectors: { dense: { size: 8, distance: 'Cosine' } },
  sparse_vectors: { words: { modifier: 'idf' } },
});

const bodiesOf = (requests: readonly ReceivedRequest[], method: string, path: string): unknown[] =>
  requests.filter((request) => request.method === method && request.path.replace(/\?.*/, '') === path).map(({ body }) => JSON.parse(body)); // prettier-ignore

describe('the options of a store for a cluster', () => {
  it('are in every request of points: ordering in writes, consistency in reads, the shard key in both', async () => {
    await using server = await startScriptedServer(clusterServer());
    await using client = new QdrantClient(server.url);
    const store = createSearchStore(client, { collection: 'notes', dimension: 8, tokens: false, ...options });
    await store.upsert([point]);
    await store.delete([1]);
    await store.query(point.vector.dense, { using: 'dense', limit: 1 });
    await store.retrieve([1]);
    await store.inverseDocumentFrequencies(new Uint32Array([7]), { using: 'words' });
    await store.readTokenVectors([1], { using: 'dense' });
    for await (const _ of store.scan()) expect.unreachable();
    const sent = server.requests.filter(({ path }) => path.includes('/points')).map(({ method, path, body }) => {
      const { pathname, searchParams } = new URL(path, server.url);
      const { shard_key, searches } = JSON.parse(body) as { shard_key?: string; searches?: { shard_key?: string }[] };
      return [`${method} ${pathname}`, searchParams.get('ordering'), searchParams.get('consistency'), shard_key ?? searches![0]!.shard_key]; // prettier-ignore
    }); // prettier-ignore
    const at = '/collections/notes/points';
    const read = [null, 'majority', 'de'];
    expect(sent.slice(0, 4)).toEqual([
      [`PUT ${at}`, 'strong', null, 'de'],
      [`POST ${at}/delete`, 'strong', null, 'de'],
      [`POST ${at}/query`, ...read],
      [`POST ${at}`, ...read],
    ]);
    expect(sent.slice(4, 6).toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([[`POST ${at}/count`, ...read], [`POST ${at}/query/batch`, ...read]]); // prettier-ignore
    expect(sent.slice(6)).toEqual([[`POST ${at}`, ...read], [`POST ${at}/scroll`, ...read]]); // prettier-ignore
  });

  it('are described for each method that stores call with a body', () => {
    const without = ['collectionExists', 'createCollection', 'getCollection', 'listShardKeys', 'createShardKey', 'versionInfo']; // prettier-ignore
    const called: string[] = [];
    requireStoreClient(new Proxy({}, { get: (_, name) => (called.push(String(name)), () => undefined) }));
    expect(called.filter((name) => !without.includes(name) && clusterPlaces[name] === undefined)).toEqual([]);
  });

  it('create a missing collection with its shards, replicas and key', async () => {
    await using server = await startScriptedServer(clusterServer({ exists: false, keys: [] }));
    await using client = new QdrantClient(server.url);
    await createVectorStore(client, { collection: 'notes', dimension: 2, ...options, cluster }).upsert([]);
    expect(bodiesOf(server.requests, 'PUT', '/collections/notes')).toEqual([
      {
        vectors: { size: 2, distance: 'Cosine' },
        sharding_method: 'custom',
        shard_number: 3,
        replication_factor: 2,
        write_consistency_factor: 2,
      },
    ]);
    expect(bodiesOf(server.requests, 'PUT', '/collections/notes/shards')).toEqual([{ shard_key: 'de' }]);
  });

  it('create a missing key, even when another process creates it at the same time', async () => {
    const taken = failure(400, 'Bad request: Sharding key de already exists for collection notes');
    await using server = await startScriptedServer(clusterServer({ keys: ['fr'], makesKey: taken }));
    await using client = new QdrantClient(server.url);
    const store = createSearchStore(client, { collection: 'notes', dimension: 8, tokens: false, ...options });
    await expect(store.upsert([])).resolves.toBeUndefined();
    expect(bodiesOf(server.requests, 'PUT', '/collections/notes/shards')).toHaveLength(1);
  });

  it('reject a collection without shard keys when `shardKey` is set', async () => {
    await using server = await startScriptedServer(
      ok({ exists: true, config: { params: JSON.parse(made) }, count: 1 }),
    );
    await using client = new QdrantClient(server.url);
    const store = createSearchStore(client, { collection: 'notes', dimension: 8, tokens: false, shardKey: 'de' });
    await expect(store.upsert([])).rejects.toMatchObject({
      status: 409,
      message:
        'The store has a shardKey, but the collection "notes" was created without shard keys. Set no shardKey, or use another collection.',
    });
  });

  it('reject a collection with other vectors before they create its key, and advise to delete it when it is empty', async () => {
    await using server = await startScriptedServer(clusterServer({ keys: ['fr'] }));
    await using client = new QdrantClient(server.url);
    const store = createSearchStore(client, { collection: 'notes', dimension: 9, tokens: false, ...options });
    await expect(store.upsert([])).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/ of 9 components .* of 8 components .* or delete this empty one\.$/),
    });
    expect(bodiesOf(server.requests, 'PUT', '/collections/notes/shards')).toEqual([]);
  });

  it('are accepted in memory, where only a shard key is rejected', async () => {
    await using client = new QdrantClient(':memory:');
    const { shardKey: _, ...others } = options;
    const store = createVectorStore(client, { collection: 'ships', dimension: 2, ...others, cluster });
    await store.upsert([{ id: 1, vector: new Float32Array([1, 0]), payload: {} }]);
    expect(await store.query(new Float32Array([1, 0]), { limit: 1 })).toHaveLength(1);
    const keyed = createVectorStore(client, { collection: 'boats', dimension: 2, shardKey: 'de' });
    await expect(keyed.upsert([])).rejects.toMatchObject({ status: 501 });
  });

  it.each([
    [{ ordering: 'strongest' }, 'ordering'],
    [{ consistency: 0 }, 'consistency'],
    [{ consistency: 'most' }, 'consistency'],
    [{ shardKey: '' }, 'shardKey'],
    [{ shardKey: 1.5 }, 'shardKey'],
    [{ cluster: { shardNumber: 0 } }, 'cluster.shardNumber'],
    [{ cluster: { replicationFactor: 2 ** 32 } }, 'cluster.replicationFactor'],
    [{ cluster: { replicas: 2 } }, 'name in cluster'],
  ])('are rejected out of range: %j', async (wrong, parameter) => {
    await using client = new QdrantClient(':memory:');
    const store = { collection: 'ships', dimension: 2, ...wrong } as never;
    for (const create of [createVectorStore, createSearchStore]) {
      expect(() => create(client, store)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter }));
    }
  });
});
