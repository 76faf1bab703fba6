import type { OptionKind, RetryOptions } from '@x/core';
import { misspeltNames, optionConformance, valuesOfOtherKinds } from '@x/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import type { ServerLocation } from './backend/server-location.ts';
import type { MigrateOptions } from './migrate/migrate.ts';
import { QdrantClient, type QdrantClientOptions } from './qdrant-client.ts';
import { createSearchStore, type SearchStoreOptions } from './search-store.ts';
import type { UploadOptions } from './upload/upload-points.ts';
import { createVectorStore, type VectorsStoreOptions, type VectorStoreOptions } from './vector-store.ts';
import type { ClusterOptions } from './vector-store/cluster-options.ts';

type Kinds<Options> = Record<keyof Options, readonly OptionKind[]>;

const client = new QdrantClient(':memory:');
const other = new QdrantClient(':memory:');
afterAll(() => Promise.all([client.close(), other.close()]));

const opening: Kinds<QdrantClientOptions> = { embedders: ['list', 'function'], cloudInference: ['boolean'] };
const uploading: Kinds<UploadOptions> = {
  batchSize: ['number'],
  parallel: ['number'],
  wait: ['boolean'],
  ordering: ['text'],
  updateFilter: ['object'],
  updateMode: ['text'],
  shardKey: ['text', 'number'],
  bulkMode: ['boolean'],
  startAt: ['number'],
  signal: ['signal'],
  onProgress: ['function'],
};
const migrating: Kinds<MigrateOptions> = {
  collections: ['list'],
  batchSize: ['number'],
  parallel: ['number'],
  ordering: ['text'],
  consistency: ['text', 'number'],
  signal: ['signal'],
  onProgress: ['function'],
};
const onCluster: Kinds<ClusterOptions> = {
  ordering: ['text'],
  consistency: ['text', 'number'],
  shardKey: ['text', 'number'],
  cluster: ['object'],
};
const searchStore: Kinds<SearchStoreOptions> = {
  collection: ['text'],
  dimension: ['number'],
  distance: ['text'],
  words: ['boolean'],
  tokens: ['text', 'boolean'],
  ...onCluster,
};
const vectorStore: Kinds<VectorStoreOptions> = {
  collection: ['text'],
  using: ['text'],
  dimension: ['number'],
  distance: ['text'],
  ...onCluster,
};
const vectorsStore: Kinds<VectorsStoreOptions> = { collection: ['text'], vectors: ['object'], ...onCluster };
const server: Kinds<ServerLocation> = {
  url: ['text'],
  apiKey: ['secret'],
  port: ['number'],
  headers: ['object'],
  timeoutMs: ['number'],
  totalTimeoutMs: ['number'],
  retry: ['object'],
  dispatcher: ['object'],
  onIncompatibleVersion: ['function'],
  allowInsecureApiKey: ['boolean'],
};
const retrying: Kinds<RetryOptions> = {
  maxRetries: ['number'],
  baseDelayMs: ['number'],
  maxDelayMs: ['number'],
  sleep: ['function'],
  random: ['function'],
  now: ['function'],
};

const store = { collection: 'ships', dimension: 2 };

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Returns the `value` of an error: only the type for parameters that may contain a secret. */
const shown = (parameter: string, value: unknown): unknown =>
  ['apiKey', 'headers', 'dispatcher'].includes(parameter) ? typeof value : value;

const cases = optionConformance([
  { name: 'new QdrantClient', kinds: opening, call: (options) => new QdrantClient(':memory:', options) },
  {
    name: 'createSearchStore',
    kinds: searchStore,
    defaults: store,
    call: (options) => createSearchStore(client, options),
  },
  {
    name: 'createVectorStore',
    kinds: vectorStore,
    defaults: store,
    call: (options) => createVectorStore(client, options),
  },
  {
    name: 'createVectorStore of several',
    kinds: vectorsStore,
    defaults: { collection: 'a', vectors: { b: { dimension: 2 } } },
    call: (options) => createVectorStore(client, options),
  },
  { name: 'uploadPoints', kinds: uploading, call: (options) => client.uploadPoints('ships', [], options) },
  {
    name: 'uploadCollection',
    kinds: uploading,
    call: (options) => client.uploadCollection('ships', { vectors: [] }, options),
  },
  { name: 'migrate', kinds: migrating, call: (options) => client.migrate(other, options) },
]);
it.each(cases)('$name', ({ run }) => run());

describe('a value of another kind', () => {
  it('is rejected in each setting of a server, without revealing secrets', async () => {
    for (const [parameter, allowed] of Object.entries(server)) {
      for (const value of valuesOfOtherKinds(...allowed)) {
        // A null port selects the default port of the scheme.
        if (parameter === 'port' && value === null) continue;
        const location = { url: 'http://localhost', [parameter]: value } as never;
        const facts = { code: 'INVALID_ARGUMENT', parameter, value: shown(parameter, value) };
        expect(await refusal(() => new QdrantClient(location)), `${parameter}: ${String(value)}`).toMatchObject(facts);
      }
    }
    for (const [name, allowed] of Object.entries(retrying)) {
      for (const value of valuesOfOtherKinds(...allowed)) {
        const location = { url: 'http://localhost', retry: { [name]: value } } as never;
        const facts = { code: 'INVALID_ARGUMENT', parameter: `retry.${name}`, value };
        expect(await refusal(() => new QdrantClient(location)), `${name}: ${String(value)}`).toMatchObject(facts);
      }
    }
    for (const value of valuesOfOtherKinds('text', 'object', 'list')) {
      expect(await refusal(() => new QdrantClient(value as never))).toMatchObject({ parameter: 'location', value });
    }
  });

  it('is rejected as settings of a vector, as columns, as points and as a destination', async () => {
    for (const value of valuesOfOtherKinds('object') as never[]) {
      const several = { collection: 'ships', vectors: { a: value } };
      expect(await refusal(() => createVectorStore(client, several))).toMatchObject({ parameter: 'vectors.a', value });
      expect(await refusal(() => client.uploadCollection('ships', value))).toMatchObject({
        parameter: 'columns',
        value,
      });
      expect(await refusal(() => client.migrate(value))).toMatchObject({ parameter: 'destination', value });
    }
    for (const value of valuesOfOtherKinds('list') as never[]) {
      expect(await refusal(() => client.uploadPoints('ships', value))).toMatchObject({ parameter: 'points' });
    }
  });
});

describe('a misspelled name', () => {
  it('is rejected in each kind of location, without revealing secrets', async () => {
    const places = [
      [{ url: 'http://localhost' }, server],
      [{ path: './nowhere' }, { path: [], unindexed: [] }],
      [{ memory: true }, { memory: [], unindexed: [] }],
    ] as const;
    for (const [place, kinds] of places) {
      for (const value of misspeltNames(Object.keys(kinds))) {
        const error = await refusal(() => new QdrantClient({ ...place, [value]: 'hidden' } as never));
        expect(error, value).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'name in location', value });
        expect((error as Error).message).not.toContain('hidden');
      }
    }
    for (const value of misspeltNames(Object.keys(retrying))) {
      const location = { url: 'http://localhost', retry: { [value]: 1 } } as never;
      expect(await refusal(() => new QdrantClient(location))).toMatchObject({ parameter: 'name in retry', value });
    }
  });

  it('is rejected in the settings of a vector', async () => {
    for (const settings of [
      { dimension: 2, distanc: 'Dot' },
      { sparse: true, modifier: 'idf' },
    ] as never[]) {
      const several = { collection: 'ships', vectors: { a: settings } };
      expect(await refusal(() => createVectorStore(client, several))).toMatchObject({ parameter: 'name in vectors.a' });
    }
  });

  it.each([
    ['query', [new Float32Array(2)]],
    ['upsert', [[]]],
    ['delete', [[]]],
    ['retrieve', [[]]],
    ['inverseDocumentFrequencies', [new Uint32Array()]],
    ['readTokenVectors', [[]]],
  ] as const)('is rejected by %s of a store', async (method, before) => {
    const made = createSearchStore(client, store);
    const call = Reflect.get(made, method) as (...args: unknown[]) => Promise<unknown>;
    const error = await refusal(() => call.call(made, ...before, { sginal: 1 }));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'name in options', value: 'sginal' });
  });

  it('is rejected by the scan of a store', async () => {
    const scan = createSearchStore(client, store).scan({ sginal: 1 } as never);
    await expect(scan[Symbol.asyncIterator]().next()).rejects.toMatchObject({ value: 'sginal' });
  });
});
