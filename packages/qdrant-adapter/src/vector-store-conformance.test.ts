// `createVectorStore` and `createSearchStore` fulfill the contracts of `@x/core` in every location of their client.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchStore, StoredPoint, VersionedStore } from '@x/core';
import {
  namedVectorStoreConformance,
  readableVectorStoreConformance,
  searchStoreConformance,
  vectorStoreConformance,
  versionedStoreConformance,
  type WithSubject,
} from '@x/core/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { realServer } from './__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import {
  createSearchStore,
  createVectorStore,
  QdrantClient,
  type TokenStorage,
  type VectorsStoreOptions,
  type VectorStoreOptions,
} from './index.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

type WithClient = WithSubject<QdrantClient>;

const inMemory: WithClient = async (use) => {
  await using client = new QdrantClient(':memory:');
  await use(client);
};

const inFolder: WithClient = async (use) => {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-adapter-'));
  try {
    await using client = new QdrantClient({ path });
    await use(client);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
};

const onServer: WithClient = async (use) => {
  await using client = new QdrantClient(server.url);
  await client.deleteCollection('points').catch(() => {});
  await use(client);
};

type Settings = Omit<VectorStoreOptions, 'collection'> | Omit<VectorsStoreOptions, 'collection'>;

const storesIn =
  (withClient: WithClient) =>
  (settings: Settings): WithSubject<VersionedStore> =>
  (use) =>
    withClient((client) => use(createVectorStore(client, { collection: 'points', ...settings })));

const searchStoresIn =
  (withClient: WithClient, tokens: TokenStorage): WithSubject<SearchStore> =>
  (use) =>
    // Each shard of a cluster counts its own words.
    withClient((client) =>
      use(createSearchStore(client, { collection: 'points', dimension: 8, tokens, cluster: { shardNumber: 1 } })),
    );

const vectors = {
  title: { dimension: 3 },
  body: { dimension: 3, distance: 'Euclid' },
  words: { sparse: true },
  tokens: { dimension: 3, multi: true },
  places: { dimension: 3, multi: true, distance: 'Manhattan' },
} as const;
/** As documented in the README: without `JSON.rawJSON`, larger ids cannot be sent exactly. */
const onOldNode = { 'upsert stores ids that are 64-bit integers': 'this Node.js cannot send them' };
/** On a real server an aborted write may still be running, point by point. */
const onRealServer = Object.fromEntries(
  ['upsert', 'delete'].map((name) => [
    `${name} is applied completely or not at all when its signal aborts during the call, and leaves no listener`,
    'a Qdrant server may apply an aborted write later, and shows the points of a write one by one',
  ]),
);
const serverSkips = { ...('rawJSON' in JSON ? {} : onOldNode), ...(realServer === undefined ? {} : onRealServer) };
const onRealSearchStore = {
  'inverseDocumentFrequencies stops counting a point when it is deleted':
    'a Qdrant server counts it until an optimizer rebuilds the segment',
};
const filterFor = ({ id }: Pick<StoredPoint, 'id'>) => ({ must: [{ has_id: [id] }] });

describe.each([
  ['in memory', inMemory, {}],
  ['in a folder', inFolder, {}],
  ['on a server', onServer, serverSkips],
])('createVectorStore, %s', (_, withClient, skip) => {
  const storesOf = storesIn(withClient);
  describe.each(['Cosine', 'Dot', 'Euclid', 'Manhattan'] as const)('by %s', (distance) => {
    const withStore = storesOf({ dimension: 3, distance });
    for (const { name, run } of vectorStoreConformance({ withStore, filterFor, skip })) it(name, run);
  });

  describe('with a vector that has a name', () => {
    const withStore = storesOf({ dimension: 3, using: 'text' });
    for (const { name, run } of vectorStoreConformance({ withStore, filterFor, skip })) it(name, run);
  });

  describe('with vectors of every kind', () => {
    const kinds = { title: 'dense', body: 'dense', words: 'sparse', tokens: 'multi', places: 'multi' } as const;
    for (const { name, run } of namedVectorStoreConformance({ withStore: storesOf({ vectors }), vectors: kinds })) {
      it(name, run);
    }
  });

  describe('with reads', () => {
    for (const { name, run } of readableVectorStoreConformance({ withStore: storesOf({ dimension: 3 }) }))
      it(name, run);
  });

  describe('with versions', () => {
    for (const { name, run } of versionedStoreConformance({ withStore: storesOf({ dimension: 3 }) })) it(name, run);
  });
});

describe.each([
  ['in memory', inMemory, {}],
  ['in a folder', inFolder, {}],
  ['on a server', onServer, realServer === undefined ? {} : onRealSearchStore],
])('createSearchStore, %s', (_, withClient, skip) => {
  // A server supports `int4` since 1.19. `bit` stores only signs, which do not distinguish the vectors of these cases.
  const storages = ['float32', 'float16', 'int8', ...(realServer === undefined ? (['int4'] as const) : [])] as const;
  describe.each(storages)('with tokens as %s', (tokens) => {
    const withStore = searchStoresIn(withClient, tokens);
    const likeness = tokens === 'int4' ? 0.98 : 0.999;
    for (const { name, run } of searchStoreConformance({ withStore, filterFor, likeness, skip })) it(name, run);
  });
});
