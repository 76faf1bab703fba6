// Cluster parameters in Qdrant's OpenAPI description of 1.19. Each call sends them, and the embedded engine responds like a single node.
import { serve } from '@x/qdrant-local/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, ok, type ScriptedServer, startScriptedServer } from './__tests__/scripted-server.ts';
import { QdrantClient } from './index.ts';

const vectors = { size: 2, distance: 'Dot' } as const;
const points = [{ id: 1, vector: [1, 2], payload: { name: 'Argo' } }];
const named = { must: [{ key: 'name', match: { value: 'Argo' } }] };
const dense = { dense: { size: 2, distance: 'Dot' } };

type Call = readonly [method: string, ...args: unknown[]];

const write = { ordering: 'strong', timeout: 7 };
const read = { consistency: 'majority', timeout: 7 };
const slow = { timeout: 7 };

type Parameterized = readonly [parameters: object, takesShardKey: boolean, ...call: Call];

/** The calls with their parameters, in an order in which each finds the data that it needs. The last argument contains the parameters. */
const calls: readonly Parameterized[] = [
  [slow, false, 'createCollection', 'c', { vectors }],
  [slow, false, 'updateCollection', 'c', { optimizers_config: { indexing_threshold: 9 } }],
  [slow, false, 'updateCollectionAliases', { actions: [{ create_alias: { alias_name: 'a', collection_name: 'c' } }] }],
  [write, false, 'createPayloadIndex', 'c', { field_name: 'name', field_schema: 'keyword' }],
  [write, true, 'upsert', 'c', { points }],
  [write, false, 'createVectorName', 'c', 'new', dense, {}],
  [write, true, 'updateVectors', 'c', { points: [{ id: 1, vector: { new: [1, 2] } }] }],
  [write, true, 'deleteVectors', 'c', { points: [1], vector: ['new'] }],
  [write, false, 'deleteVectorName', 'c', 'new', {}],
  [write, true, 'setPayload', 'c', { points: [1], payload: { rank: 1 } }],
  [write, true, 'overwritePayload', 'c', { points: [1], payload: { name: 'Argo', rank: 1 } }],
  [write, true, 'deletePayload', 'c', { points: [1], keys: ['rank'] }],
  [write, false, 'batchUpdate', 'c', { operations: [{ upsert: { points } }] }],
  [read, true, 'retrieve', 'c', { ids: [1] }],
  [read, true, 'scroll', 'c', { filter: named }],
  [read, true, 'count', 'c', { filter: named }],
  [read, true, 'facet', 'c', { key: 'name' }],
  [read, true, 'query', 'c', { query: [1, 2] }],
  [read, true, 'queryPoints', 'c', { query: [1, 2] }],
  [read, false, 'queryBatch', 'c', { searches: [{ query: [1, 2] }] }],
  [read, true, 'queryGroups', 'c', { query: [1, 2], group_by: 'name' }],
  [read, true, 'searchMatrixPairs', 'c', { sample: 5 }],
  [read, true, 'searchMatrixOffsets', 'c', { sample: 5 }],
  [write, true, 'clearPayload', 'c', { points: [1] }],
  [write, true, 'delete', 'c', { points: [1] }],
  [write, false, 'deletePayloadIndex', 'c', 'name', {}],
  [slow, false, 'deleteCollection', 'c', {}],
];

/** Calls that only a cluster supports. */
const ofClusters: readonly Call[] = [
  ['createShardKey', 'c', { shard_key: 'a' }],
  ['deleteShardKey', 'c', { shard_key: 'a' }],
  ['updateCollectionCluster', 'c', { drop_replica: { shard_id: 0, peer_id: 7 } }],
];

const inParts: readonly Call[] = [
  ['batchUpdate', 'c', { operations: [{ upsert: { points, shard_key: 'a' } }] }],
  ['queryBatch', 'c', { searches: [{ query: [1, 2], shard_key: 'a' }] }],
];

function call(client: QdrantClient, [method, ...args]: Call): Promise<unknown> {
  return (Reflect.get(client, method) as (...all: readonly unknown[]) => Promise<unknown>).apply(client, args);
}

const withFields = ([method, ...args]: Call, fields: object): Call => [
  method,
  ...args.slice(0, -1),
  { ...(args.at(-1) as object), ...fields },
];

async function passOn(url: string, method: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method, headers, ...(body !== '' && { body }) })).text();
}

/** Returns a response without the number of its write, which is different in each write. */
function withoutNumber(response: unknown): unknown {
  const text = JSON.stringify(response, (key, value: unknown) => (key === 'operation_id' ? undefined : value));
  return JSON.parse(text) as unknown;
}

describe('parameters for a cluster', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await startScriptedServer(ok({ points: [] }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(calls.map((row) => [row[2], row] as const))('the parameters of %s are sent in the URL, and the shard key in the body', async (_, row) => {
    const [parameters, takesShardKey, ...made] = row;
    await using client = new QdrantClient(server.url);
    await call(client, withFields(made, { ...parameters, ...(takesShardKey && { shard_key: 'a' }) }));
    const { path, body } = server.requests.at(-1)!;
    const sent = Object.fromEntries(new URL(path, server.url).searchParams);
    const given = Object.entries(parameters as Record<string, unknown>).map(([name, value]) => [name, String(value)]);
    expect(sent).toMatchObject(Object.fromEntries(given));
    const shown = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    expect([shown['ordering'], shown['consistency'], shown['timeout']]).toEqual([undefined, undefined, undefined]);
    expect(shown['shard_key']).toBe(takesShardKey ? 'a' : undefined);
  }); // prettier-ignore

  it.each(ofClusters)('the parameters of %s include a timeout, which is sent in the URL', async (...made) => {
    await using client = new QdrantClient(server.url);
    await call(client, withFields(made as unknown as Call, slow));
    expect(server.requests.at(-1)!.path).toMatch(/\?timeout=7$/);
  });

  it.each(inParts)('the parameters in each part of %s include a shard key', async (...made) => {
    await using client = new QdrantClient(server.url);
    await call(client, made as unknown as Call);
    expect(server.requests.at(-1)!.body).toContain('"shard_key":"a"');
  });

  it('are sent with each page of scrollAll and each batch of an upload', async () => {
    const pages: Answer = (response, request) =>
      ok({ points: [], next_page_offset: request.body.includes('offset') ? null : 2 })(response, request);
    await using paged = await startScriptedServer(pages);
    await using client = new QdrantClient(paged.url);
    for await (const _ of client.scrollAll('c', { ...read, shard_key: 'a' } as never)) expect.unreachable();
    await client.uploadPoints('c', new Set([...points, { ...points[0]!, id: 2 }]), {
      batchSize: 1,
      ordering: 'medium',
      shardKey: 7,
    });
    await client.uploadCollection('c', { vectors: [[1, 2]] }, { ordering: 'medium', shardKey: 7 });
    const sent = paged.requests.map(({ path, body }) => [
      new URL(path, paged.url).search,
      (JSON.parse(body) as { shard_key: unknown }).shard_key,
    ]);
    const page = ['?consistency=majority&timeout=7', 'a'];
    const batch = ['?wait=true&ordering=medium', 7];
    expect(sent).toEqual([page, page, batch, batch, batch]);
  });

  it('the parameters of a migration are sent: consistency in reads of both sides, ordering in writes', async () => {
    await using engine = await serve({ port: 0 });
    const sent: string[] = [];
    const pass: Answer = (response, { method, path, body }) => {
      sent.push(`${method} ${path}`);
      void passOn(engine.url + path, method, body).then((answer) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
      );
    };
    await using destination = await startScriptedServer(pass);
    await using memory = new QdrantClient(':memory:');
    await using client = new QdrantClient(destination.url);
    await memory.createCollection('c', { vectors });
    await memory.upsert('c', { points });
    await memory.migrate(client, { ordering: 'strong', consistency: 'all' });
    expect(sent.filter((line) => line.includes('/points'))).toEqual([
      'PUT /collections/c/points?wait=true&ordering=strong',
      'POST /collections/c/points/count?consistency=all',
      'POST /collections/c/points?consistency=all',
    ]);
  });

  it('are accepted by the embedded engine, which rejects only a shard key', async () => {
    await using engine = await serve({ port: 0 });
    for (const location of [':memory:', engine.url]) {
      await using client = new QdrantClient(location);
      await using plain = new QdrantClient(':memory:');
      for (const [parameters, takesShardKey, ...made] of calls) {
        if (takesShardKey) {
          const refused = expect.objectContaining({ status: 501, message: expect.stringContaining('shard key') });
          await expect(call(client, withFields(made, { shard_key: 'a' })), made[0]).rejects.toEqual(refused);
        }
        const expected = withoutNumber(await call(plain, made));
        expect(withoutNumber(await call(client, withFields(made, parameters))), made[0]).toEqual(expected);
      }
    }
  });

  it.each([
    ['upsert', { points, ordering: 'strongest' }, 'ordering'],
    ['query', { query: [1, 2], consistency: 'most' }, 'consistency'],
    ['query', { query: [1, 2], consistency: 0 }, 'consistency'],
    ['count', { timeout: 0 }, 'timeout'],
  ])('out of range are rejected before they are sent: %s', async (method, body, parameter) => {
    await using client = new QdrantClient(server.url);
    const before = server.requests.length;
    await expect(call(client, [method, 'c', body])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
    await expect(client.uploadPoints('c', [], { ordering: 'strongest' as never })).rejects.toThrow(/^ordering must be/);
    await expect(client.uploadPoints('c', [], { shardKey: '' })).rejects.toThrow(/^shardKey must be/);
    expect(server.requests).toHaveLength(before);
  });
});
