// Calls that a cluster decides by consensus. A failed call may have been applied, so the client checks the state before it repeats the call.
import { VectorStoreError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { type Fault, faults, startFaultyServer } from '../__tests__/faulty-server.ts';
import { type Answer, failure, ok, type ReceivedRequest, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient } from '../index.ts';

const consensus = failure(500, 'Service internal error: Waiting for consensus operation commit failed. Timeout set at: 10 seconds'); // prettier-ignore
const lost: Answer = (response) => void response.destroy();
const doubts = [
  ['500 of a slow consensus', consensus],
  ['500 of a cluster without a leader', failure(500, 'Service internal error: Failed to propose operation: leader is not established within 10s')],
  ['408', failure(408, 'Timeout: Operation timed out after 10s')],
  ['503', failure(503, 'Not now')],
  ['a lost answer', lost],
] as const; // prettier-ignore

const vectors = { a: { size: 2, distance: 'Dot', on_disk: true } } as const;
const params = { vectors, shard_number: 3, replication_factor: 2, write_consistency_factor: 1, on_disk_payload: true };
const described = (more: object = {}) =>
  ok({ config: { params, optimizer_config: { indexing_threshold: 10_000 }, ...more }, payload_schema: {} });
const taken = failure(409, 'Wrong input: Collection `c` already exists!');
const none = failure(404, "Not found: Collection `c` doesn't exist!");
const aliases = (...pairs: [string, string][]) =>
  ok({ aliases: pairs.map(([alias_name, collection_name]) => ({ alias_name, collection_name })) });
const completed = { status: 'completed' };

type Made = (client: QdrantClient) => Promise<unknown>;
const create: Made = (client) =>
  client.createCollection('c', { vectors, shard_number: 3, optimizers_config: { indexing_threshold: 10_000 }, timeout: 60 }); // prettier-ignore

/** Each call, a state in which it was applied, a state in which it was not, and its result. */
const calls: Readonly<Record<string, readonly [call: Made, applied: Answer, notApplied: Answer, answer: unknown]>> = {
  createCollection: [create, described(), none, true],
  deleteCollection: [(client) => client.deleteCollection('c'), ok({ exists: false }), ok({ exists: true }), true],
  createShardKey: [
    (client) => client.createShardKey('c', { shard_key: 'de' }),
    ok({ shard_keys: [{ key: 'fr' }, { key: 'de' }] }),
    ok({ shard_keys: [{ key: 'fr' }] }),
    true,
  ],
  deleteShardKey: [
    (client) => client.deleteShardKey('c', { shard_key: 7 }),
    ok({ shard_keys: [{ key: '7' }] }),
    ok({ shard_keys: [{ key: 7 }] }),
    true,
  ],
  updateCollectionAliases: [
    (client) =>
      client.updateCollectionAliases({
        actions: [
          { delete_alias: { alias_name: 'gone' } },
          { create_alias: { alias_name: 'new', collection_name: 'c' } },
          { rename_alias: { old_alias_name: 'new', new_alias_name: 'newer' } },
          { rename_alias: { old_alias_name: 'old', new_alias_name: 'older' } },
        ],
      }),
    aliases(['newer', 'c'], ['older', 'd'], ['other', 'e']),
    aliases(['gone', 'c'], ['newer', 'c'], ['older', 'd']),
    true,
  ],
  createVectorName: [
    (client) => client.createVectorName('c', 'a', { dense: { size: 2, distance: 'Dot' } }),
    described(),
    described({ params: { vectors: {}, sparse_vectors: {} } }),
    completed,
  ],
  deleteVectorName: [
    (client) => client.deleteVectorName('c', 'a'),
    described({ params: { vectors: {}, sparse_vectors: {} } }),
    described(),
    completed,
  ],
};
const rows = Object.entries(calls).map(([name, row]) => [name, ...row] as const);

async function setup(answers: readonly Answer[], maxRetries = 3) {
  const server = await startScriptedServer(...answers);
  const waits: number[] = [];
  const retry = { maxRetries, sleep: async (wait: number) => void waits.push(wait), random: () => 0.5 };
  const client = new QdrantClient({ url: server.url, retry });
  const isLook = ({ method }: ReceivedRequest) => method === 'GET';
  const shape = () => server.requests.map((request) => (isLook(request) ? 'look' : 'call'));
  return { client, server, shape, waits, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

describe('a call that may have been applied although it failed', () => {
  it.each(doubts.flatMap(([doubt, answer]) => rows.map((row) => [row[0], doubt, answer, row] as const)))(
    '%s succeeds when the state shows after %s that it was applied',
    async (_, __, doubt, [, call, applied, , answer]) => {
      await using remote = await setup([doubt, applied]);
      expect(await call(remote.client)).toEqual(answer);
      expect(remote.shape()).toEqual(['call', 'look']);
    },
  );

  it.each(rows)(
    '%s is repeated when the state shows that it was not applied',
    async (_, call, __, notApplied, answer) => {
      const done = ok(typeof answer === 'object' ? { ...answer, operation_id: 1 } : answer);
      await using remote = await setup([consensus, notApplied, consensus, notApplied, done]);
      expect(await call(remote.client)).toEqual(answer);
      expect(remote.shape()).toEqual(['call', 'look', 'call', 'look', 'call']);
      expect(remote.waits).toHaveLength(2);
    },
  );

  it.each(rows)('%s succeeds when the repetition is refused because the first attempt was applied late', async (_, call, applied, notApplied, answer) => {
    await using remote = await setup([consensus, notApplied, failure(400, 'Wrong input: it was done'), applied]);
    expect(await call(remote.client)).toEqual(answer);
    expect(remote.shape()).toEqual(['call', 'look', 'call', 'look']);
  }); // prettier-ignore

  it.each(rows)('%s rejects with the refusal when no earlier attempt failed', async (_, call) => {
    await using remote = await setup([failure(409, 'Wrong input: no')]);
    await expect(call(remote.client)).rejects.toMatchObject({ status: 409, message: 'Wrong input: no' });
    expect(remote.shape()).toEqual(['call']);
  });

  it.each(rows)('%s is repeated without a check after a rate limit', async (_, call, __, ___, answer) => {
    await using remote = await setup([failure(429, 'Rate limiting exceeded: wait'), ok(answer)]);
    expect(await call(remote.client)).toEqual(answer);
    expect(remote.shape()).toEqual(['call', 'call']);
  });

  it.each(rows)('%s rejects with its own error when the state cannot be read', async (_, call) => {
    await using remote = await setup([consensus, failure(403, 'Forbidden: no reads')], 1);
    await expect(call(remote.client)).rejects.toMatchObject({ status: 403 });
    await using silent = await setup([consensus, lost, consensus], 1);
    await expect(call(silent.client)).rejects.toMatchObject({ status: 500, isRetryable: true });
  });

  it('resolves to true for a deleted collection, whatever the repetition returns', async () => {
    await using remote = await setup([consensus, ok({ exists: true }), ok(false)]);
    expect(await remote.client.deleteCollection('c')).toBe(true);
  });
});

describe('a collection that another client created in the meantime', () => {
  it.each<[string, object]>([
    ['vectors', { params: { ...params, vectors: { a: { ...vectors.a, size: 3 } } } }],
    ['shards', { params: { ...params, shard_number: 6 } }],
    ['settings of the optimizer', { optimizer_config: { indexing_threshold: 0 } }],
  ])('is not taken for the result of the call when it has other %s', async (_, other) => {
    await using remote = await setup([consensus, described(other), taken, described(other)]);
    await expect(create(remote.client)).rejects.toMatchObject({ status: 409, isRetryable: false });
  });
});

describe('a collection that the server describes in another form than it was created', () => {
  const vector = { size: 2, distance: 'Dot' } as const;
  it.each<[string, object, object]>([
    [
      'a number of threads that the server chooses',
      { optimizers_config: { max_optimization_threads: 'auto' } },
      { optimizer_config: { max_optimization_threads: null } },
    ],
    ['the default sharding', { sharding_method: 'auto' }, {}],
    [
      'a number with more digits than 32 bits hold',
      { quantization_config: { scalar: { type: 'int8', quantile: 0.987654321 } } },
      { quantization_config: { scalar: { type: 'int8', quantile: 0.9876543 } } },
    ],
    [
      'other names of settings',
      { optimizers_config: { indexing_threshold_kb: 7 }, quantization: { binary: {} } },
      { optimizer_config: { indexing_threshold: 7 }, quantization_config: { binary: {} } },
    ],
  ])('is taken for the result of the call: %s', async (_, settings, config) => {
    const found = ok({ config: { params: { vectors: vector }, ...config }, payload_schema: {} });
    await using remote = await setup([consensus, found]);
    expect(await remote.client.createCollection('c', { vectors: vector, ...settings })).toBe(true);
    expect(remote.shape()).toEqual(['call', 'look']);
  });

  it('is not taken for the result of the call with another number of threads', async () => {
    const config = { params: { vectors: vector }, optimizer_config: { max_optimization_threads: 4 } };
    await using remote = await setup([consensus, ok({ config, payload_schema: {} }), taken, ok({ config })]);
    const body = { vectors: vector, optimizers_config: { max_optimization_threads: 'auto' } } as const;
    await expect(remote.client.createCollection('c', body)).rejects.toMatchObject({ status: 409 });
  });
});

describe('a client of a server that fails before or after it creates a collection', () => {
  it.each(faults.quick)('creates and deletes the collection once despite %s', async (fault) => {
    const coming: Fault[] = [fault];
    await using server = await startFaultyServer(() => coming.shift());
    const now = (): number => Date.parse('Mon, 05 Jan 2026 10:00:00 GMT');
    await using client = new QdrantClient({
      url: server.url,
      retry: { sleep: async () => {}, random: () => 0.5, now },
    });
    const body = { vectors: { size: 2, distance: 'Dot' }, hnsw_config: { m: 32 } } as const;
    expect(await client.createCollection('ships', body)).toBe(true);
    await expect(client.createCollection('ships', body)).rejects.toMatchObject({ status: 409 });
    coming.push(fault);
    expect(await client.createVectorName('ships', 'b', { sparse: { modifier: 'idf' } })).toMatchObject(completed);
    coming.push(fault);
    expect(await client.updateCollectionAliases({ actions: [{ create_alias: { alias_name: 'a', collection_name: 'ships' } }] })).toBe(true); // prettier-ignore
    coming.push(fault);
    expect(await client.deleteCollection('ships')).toBe(true);
    expect(await client.deleteCollection('ships')).toBe(false);
  });
});

describe('a write that was applied on some replicas', () => {
  const filter = { must: [{ key: 'version', range: { lt: 2 } }] };
  const point = { id: 1, vector: [1, 2], payload: { version: 2 } };
  it.each<[string, Made]>([
    ['upsert', (client) => client.upsert('c', { points: [point] })],
    ['upsert with update_filter', (client) => client.upsert('c', { points: [point], update_filter: filter })],
    ['upsert of new points only', (client) => client.upsert('c', { points: [point], update_mode: 'insert_only' })],
    ['delete', (client) => client.delete('c', { points: [1] })],
    ['updateVectors', (client) => client.updateVectors('c', { points: [{ id: 1, vector: { a: [1] } }] })],
    ['deleteVectors', (client) => client.deleteVectors('c', { points: [1], vector: ['a'] })],
    ['setPayload', (client) => client.setPayload('c', { filter, payload: { version: 2 } })],
    ['overwritePayload', (client) => client.overwritePayload('c', { points: [1], payload: {} })],
    ['deletePayload', (client) => client.deletePayload('c', { points: [1], keys: ['a'] })],
    ['clearPayload', (client) => client.clearPayload('c', { points: [1] })],
    ['batchUpdate', (client) => client.batchUpdate('c', { operations: [{ upsert: { points: [point] } }] })],
    ['createPayloadIndex', (client) => client.createPayloadIndex('c', { field_name: 'a', field_schema: 'keyword' })],
    ['updateCollection', (client) => client.updateCollection('c', { optimizers_config: { indexing_threshold: 1 } })],
  ])('is repeated byte for byte until it succeeds: %s', async (_, call) => {
    const replicas = failure(500, 'Service internal error: 1 out of 2 shards failed to apply operation');
    await using remote = await setup([replicas, lost, failure(503, 'Shard temporarily unavailable: 0'), ok(completed)]);
    expect(await call(remote.client)).toEqual(completed);
    const sent = remote.server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
    expect([sent.length, new Set(sent).size]).toEqual([4, 1]);
  });
});

describe('a call to a server that is nearly full', () => {
  const full = 'at 91% of total capacity, exceeding the configured limit of 90%. Help: Reduce disk usage';
  it.each([
    ['disk', failure(400, `Bad request: Disk usage is ${full}`)],
    ['memory, by strict mode', failure(400, 'Bad request: Resident memory usage is at 91% of total memory, exceeding the configured limit of 90%')],
    ['disk, by newer servers', failure(507, `Insufficient storage: Disk usage is ${full}`)],
  ])('is retried after a long wait: %s', async (_, refusal) => {
    await using remote = await setup([refusal, refusal, ok(completed)]);
    expect(await remote.client.upsert('c', { points: [] })).toEqual(completed);
    expect(remote.waits).toEqual([15_000, 15_000]);
    await using filled = await setup([refusal], 0);
    await expect(filled.client.upsert('c', { points: [] })).rejects.toMatchObject({ isRetryable: true });
  }); // prettier-ignore

  it.each([
    ['a maximum of strict mode', 400, 'Bad request: Limit exceeded 300 > 100 for "upsert limit". Help: Reduce the "upsert limit" parameter to or below 100.'],
    ['a rate that one request exceeds', 429, 'Rate limiting exceeded: Write rate limit exceeded, request larger than than rate limiter capacity, please try to split your request'],
    ['an operation that it lacks', 501, 'Not implemented'],
  ])('is not retried when waiting does not help: %s', async (_, status, message) => {
    await using remote = await setup([failure(status, message), ok(completed)]);
    const error: unknown = await remote.client.upsert('c', { points: [] }).catch((reason: unknown) => reason);
    expect(VectorStoreError.isInstance(error) && error).toMatchObject({ status, message, isRetryable: false });
    expect(remote.waits).toEqual([]);
  }); // prettier-ignore
});
