import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '@x/qdrant-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaultyServer } from '../__tests__/faulty-server.ts';
import { startScriptedServer, text as respondWith } from '../__tests__/scripted-server.ts';
import { realServer } from '../__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from '../__tests__/server-process.ts';
import { type PointStruct, QdrantClient, UploadError } from '../index.ts';

type CollectionInfo = Awaited<ReturnType<QdrantClient['getCollection']>>;

const vectors = {
  hull: { size: 3, distance: 'Cosine' },
  rows: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
  bytes: { size: 2, distance: 'Euclid', datatype: 'uint8' },
  tokens: {
    size: 3,
    distance: 'Dot',
    multivector_config: { comparator: 'max_sim' },
    on_disk: true,
    quantization_config: { scalar: { type: 'int8' } },
  },
} as const;

/** Settings that servers before 1.19 and 1.20 ignore. */
const memory = { payload: { memory: 'cached' }, id_tracker: { memory: 'cold' } } as const;

/** Points with all, some or no vectors, with and without payload, and with ids of both kinds. */
const points: PointStruct[] = Array.from({ length: 30 }, (_, index) => ({
  id: index % 2 === 0 ? index : `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  vector: {
    ...(index % 3 !== 0 && { hull: [index, 1, 0.1] }),
    ...(index % 4 !== 0 && { rows: [[index, 0.5], [1, 2]], tokens: [[0.6, 0.8, index / 9], [0.1, -0.7, 0.3]] }), // prettier-ignore
    ...(index % 5 !== 0 && { bytes: [index, 255], words: { indices: [index + 7, index], values: [0.25, 1] } }),
  },
  ...(index % 7 !== 0 && { payload: { name: `ship ${index}`, nested: { rank: index, tags: ['a', null] } } }),
}));

/** Creates a collection with these points, an alias of it, and an empty collection with one unnamed vector. */
async function fill(client: QdrantClient): Promise<void> {
  await client.createCollection('ships', {
    vectors,
    sparse_vectors: { words: { modifier: 'idf' } },
    hnsw_config: { m: 32 },
    metadata: { owner: 'harbour' },
    ...memory,
  });
  await client.updateCollection('ships', { params: { read_fan_out_factor: 2, read_fan_out_delay_ms: 50 } });
  await client.createPayloadIndex('ships', { field_name: 'name', field_schema: 'keyword' });
  const text = { type: 'text', tokenizer: 'prefix', min_token_len: 3 } as const;
  await client.createPayloadIndex('ships', { field_name: 'nested.tags', field_schema: text });
  await client.uploadPoints('ships', points);
  await client.createCollection('empty', { vectors: { size: 2, distance: 'Manhattan' } });
  await client.updateCollectionAliases({
    actions: [{ create_alias: { collection_name: 'ships', alias_name: 'fleet' } }],
  });
}

/** Returns the part of a collection's description that a migration copies. A real server adds its own settings and counts. */
function copied(
  { params, hnsw_config, metadata }: CollectionInfo['config'],
  schema: CollectionInfo['payload_schema'],
): object {
  const { vectors: dense, sparse_vectors, read_fan_out_factor } = params;
  const indexes = Object.entries(schema).map(([field, index]) => [field, index?.params ?? index?.data_type]);
  return {
    dense,
    sparse_vectors,
    read_fan_out_factor,
    m: hnsw_config.m,
    metadata,
    indexes: Object.fromEntries(indexes) as object,
  };
}

/** Returns a point with the number of its tokens, which the embedded engine rounds and a server does not. */
function withoutTokens({ vector, ...point }: { readonly vector?: unknown }): object {
  const { tokens, ...others } = vector as { readonly tokens?: readonly unknown[] };
  return { ...point, vector: others, tokens: tokens?.length };
}

/** Returns everything that a copy must share with its original. */
async function contentsOf(client: QdrantClient): Promise<unknown> {
  const { collections } = await client.getCollections();
  const all: Record<string, unknown> = {};
  for (const { name } of collections) {
    const { config, points_count, payload_schema } = await client.getCollection(name);
    const { points: stored } = await client.scroll(name, { limit: 1000, with_vector: true });
    all[name] =
      realServer === undefined
        ? { config, payload_schema, points_count, stored }
        : { ...copied(config, payload_schema), stored: stored.map(withoutTokens) };
  }
  return { all, aliases: (await client.getAliases()).aliases };
}

/** The floats of a real server may differ in the last digit. */
function requireSame(copy: unknown, original: unknown): void {
  if (realServer === undefined) expect(copy).toEqual(original);
  else expect(differenceOf(copy, original, { limit: Infinity, isCutInFront: false })).toBeUndefined();
}

let server: ServerProcess;
let otherServer: ServerProcess;
let folder: string;
beforeAll(async () => {
  [server, otherServer] = await Promise.all([startServerProcess(), startServerProcess()]);
  folder = await mkdtemp(join(tmpdir(), 'qdrant-migrate-'));
});
afterAll(async () => {
  await Promise.all([server[Symbol.asyncDispose](), otherServer[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true, force: true });
});

const places: Readonly<Record<string, () => QdrantClient>> = {
  memory: () => new QdrantClient(':memory:'),
  folder: () => new QdrantClient({ path: folder }),
  server: () => new QdrantClient(server.url),
  'another server': () => new QdrantClient(otherServer.url),
};

async function empty(client: QdrantClient): Promise<void> {
  for (const { name } of (await client.getCollections()).collections) await client.deleteCollection(name);
}

describe('migrate', () => {
  it.each([
    ['memory', 'server'],
    ['server', 'another server'],
    ['server', 'folder'],
    ['folder', 'memory'],
  ])('copies everything from %s to %s, and copies it again without a change', async (from, to) => {
    await using source = places[from]!();
    await using destination = places[to]!();
    await Promise.all([empty(source), empty(destination)]);
    await fill(source);
    const report = await source.migrate(destination, { batchSize: 7 });
    expect(report).toEqual({
      collections: [
        { name: 'empty', points: 0, indexes: [], aliases: [] },
        { name: 'ships', points: 30, indexes: ['name', 'nested.tags'], aliases: ['fleet'] },
      ],
    });
    const contents = await contentsOf(source);
    requireSame(await contentsOf(destination), contents);
    expect(await source.migrate(destination, { parallel: 3 })).toEqual(report);
    requireSame(await contentsOf(destination), contents);
  });

  it('copies only the named collections, and reports progress', async () => {
    await using source = places['memory']!();
    await using destination = places['memory']!();
    await fill(source);
    const events: unknown[] = [];
    const onProgress = ({ subject, completed, total }: { subject: string; completed: number; total?: number }) =>
      void events.push([subject, completed, total]);
    await source.migrate(destination, { collections: ['ships'], batchSize: 20, onProgress });
    expect((await destination.getCollections()).collections).toEqual([{ name: 'ships' }]);
    expect(events).toEqual([
      ['ships', 0, 30],
      ['ships', 20, 30],
      ['ships', 30, 30],
      ['ships', 30, 30],
    ]);
  });

  it('keeps the settings of a collection that exists at the destination', async () => {
    await using source = places['memory']!();
    await using destination = places['memory']!();
    await fill(source);
    const sparse_vectors = { words: { modifier: 'idf' } } as const;
    await destination.createCollection('ships', { vectors, sparse_vectors, shard_number: 6, hnsw_config: { m: 8 } });
    await source.migrate(destination);
    const { config, points_count } = await destination.getCollection('ships');
    expect([config.params.shard_number, config.hnsw_config.m, points_count]).toEqual([6, 8, 30]);
  });

  it('completes after an interruption', async () => {
    let uploads = 0;
    await using faulty = await startFaultyServer(({ method, url }) => {
      if (method === 'PUT' && url!.startsWith('/collections/ships/points')) uploads++;
      return uploads > 3 ? 'refuse' : undefined;
    });
    await using source = places['memory']!();
    await fill(source);
    await using failing = new QdrantClient({ url: faulty.url, retry: { maxRetries: 0 } });
    await expect(source.migrate(failing, { batchSize: 4 })).rejects.toSatisfy(UploadError.isInstance);
    await using working = new QdrantClient(faulty.engineUrl);
    expect((await working.getAliases()).aliases).toEqual([]);
    await source.migrate(working);
    requireSame(await contentsOf(working), await contentsOf(source));
  });
});

describe('migrate, refusals', () => {
  /** Creates a filled source, and a destination with conflicting content. */
  async function setup(prepare: (destination: QdrantClient) => Promise<unknown>) {
    const [source, destination] = [places['memory']!(), places['memory']!()];
    await fill(source);
    await prepare(destination);
    const before = await contentsOf(destination);
    const unchanged = async () => expect(await contentsOf(destination)).toEqual(before);
    return { source, destination, unchanged };
  }
  const make = (client: QdrantClient, name: string) =>
    client.createCollection(name, { vectors: { size: 2, distance: 'Manhattan' } });
  const alias = (client: QdrantClient, collection_name: string, alias_name: string) =>
    client.updateCollectionAliases({ actions: [{ create_alias: { collection_name, alias_name } }] });

  it.each<[string, RegExp, (destination: QdrantClient) => Promise<unknown>]>([
    ['other vectors', /"ships" with other vectors/, (client) => make(client, 'ships')],
    [
      'points of its own',
      /points that are not in the source, such as 7\. Delete or rename it/,
      async (client) => {
        await make(client, 'empty');
        await client.upsert('empty', { points: [{ id: 7, vector: [1, 2] }] });
      },
    ],
    [
      'the alias for another collection',
      /"fleet" is an alias of "other" there/,
      async (client) => {
        await make(client, 'other');
        await alias(client, 'other', 'fleet');
      },
    ],
    [
      'a collection with the name of the alias',
      /its alias "fleet" is a collection there/,
      (client) => make(client, 'fleet'),
    ],
    [
      'an alias with the name of the collection',
      /"ships" is an alias of "other" there/,
      async (client) => {
        await make(client, 'other');
        await alias(client, 'other', 'ships');
      },
    ],
  ])('changes nothing when the destination has %s', async (_, message, prepare) => {
    const { source, destination, unchanged } = await setup(prepare);
    await expect(source.migrate(destination)).rejects.toThrow(message);
    await unchanged();
  });

  it('rejects an alias in the names of collections, and changes nothing', async () => {
    const { source, destination, unchanged } = await setup(async () => {});
    for (const collections of [['fleet'], ['empty', 'fleet']]) {
      await expect(source.migrate(destination, { collections })).rejects.toMatchObject({
        status: 404,
        collection: 'fleet',
        message: expect.stringContaining('it is an alias of "ships"'),
      });
    }
    await unchanged();
  });

  it('rejects a payload with an integer that JavaScript rounds, but copies large floats', async () => {
    await using origin = await startScriptedServer((response, { path }) => {
      const number = path.includes('floats') ? '1e300' : '9007199254740993';
      const results: Readonly<Record<string, string>> = {
        '/collections': '{"collections":[{"name":"floats"},{"name":"integers"}]}',
        aliases: '{"aliases":[]}',
        count: '{"count":1}',
        scroll: `{"points":[{"id":5,"vector":[1,0],"payload":{"list":[{"n":${number}}]}}]}`,
      };
      const name = Object.keys(results).find((part) => path.split('?')[0]!.endsWith(part));
      const result =
        results[name ?? ''] ?? '{"config":{"params":{"vectors":{"size":2,"distance":"Dot"}}},"payload_schema":{}}';
      respondWith(200, `{"result":${result},"status":"ok","time":0}`, { 'content-type': 'application/json' })(
        response,
        undefined as never,
      );
    });
    await using source = new QdrantClient({ url: origin.url, onIncompatibleVersion: () => {} });
    await using destination = places['memory']!();
    await expect(source.migrate(destination, { collections: ['floats'] })).resolves.toMatchObject({
      collections: [{ points: 1 }],
    });
    await expect(source.migrate(destination, { collections: ['integers'] })).rejects.toMatchObject({
      code: 'VECTOR_STORE',
      message: expect.stringMatching(/^Point 5 of "integers" cannot be copied: .* at list\.0\.n/),
    });
  });

  it('rejects unknown collections, its source as the destination, a value that is not a client, and invalid options', async () => {
    const { source, destination, unchanged } = await setup(async () => {});
    await expect(source.migrate(destination, { collections: ['boats'] })).rejects.toMatchObject({ status: 404 });
    await expect(source.migrate(source)).rejects.toThrow(/^destination must be another client than the source\.$/);
    await expect(source.migrate({} as QdrantClient)).rejects.toThrow(/^destination must be a QdrantClient/);
    await expect(source.migrate(destination, { batchSize: 0 })).rejects.toThrow(/^batchSize must be/);
    await expect(source.migrate(destination, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    await unchanged();
  });
});
