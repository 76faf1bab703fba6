// `createVectorStore` keeps the contracts of `@x/core`, wherever its client keeps the points.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableVectorStore, StoredPoint } from '@x/core';
import {
  namedVectorStoreConformance,
  readableVectorStoreConformance,
  vectorStoreConformance,
  type WithSubject,
} from '@x/core/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { realServer } from './__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { createVectorStore, QdrantClient, type VectorsStoreOptions, type VectorStoreOptions } from './index.ts';

type Settings = Omit<VectorStoreOptions, 'collection'> | Omit<VectorsStoreOptions, 'collection'>;
type StoresOf = (settings: Settings) => WithSubject<ReadableVectorStore>;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

const inMemory: StoresOf = (settings) => async (use) => {
  await using client = new QdrantClient(':memory:');
  await use(createVectorStore(client, { collection: 'points', ...settings }));
};

const inFolder: StoresOf = (settings) => async (use) => {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-adapter-'));
  try {
    await using client = new QdrantClient({ path });
    await use(createVectorStore(client, { collection: 'points', ...settings }));
  } finally {
    await rm(path, { recursive: true, force: true });
  }
};

const onServer: StoresOf = (settings) => async (use) => {
  await using client = new QdrantClient(server.url);
  await client.deleteCollection('points').catch(() => {});
  await use(createVectorStore(client, { collection: 'points', ...settings }));
};

const vectors = {
  title: { dimension: 3 },
  body: { dimension: 3, distance: 'Euclid' },
  words: { sparse: true },
  tokens: { dimension: 3, multi: true },
  places: { dimension: 3, multi: true, distance: 'Manhattan' },
} as const;
/** As the README says: without `JSON.rawJSON`, larger ids cannot be sent exactly. */
const onOldNode = { 'upsert keeps ids that are integers of 64 bits': 'this Node.js cannot send them' };
/** A write that was aborted may still be under way there, point by point. */
const onRealServer = Object.fromEntries(
  ['upsert', 'delete'].map((name) => [
    `${name} ends whole or not at all when its signal is aborted meanwhile, and leaves no listener on it`,
    'a Qdrant server may apply an aborted write later, and shows the points of a write one by one',
  ]),
);
const serverSkips = { ...('rawJSON' in JSON ? {} : onOldNode), ...(realServer === undefined ? {} : onRealServer) };
const filterFor = ({ id }: StoredPoint) => ({ must: [{ has_id: [id] }] });

describe.each([
  ['in memory', inMemory, {}],
  ['in a folder', inFolder, {}],
  ['on a server', onServer, serverSkips],
])('createVectorStore, %s', (_, storesOf, skip) => {
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

  describe('read back', () => {
    for (const { name, run } of readableVectorStoreConformance({ withStore: storesOf({ dimension: 3 }) }))
      it(name, run);
  });
});
