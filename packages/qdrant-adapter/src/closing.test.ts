import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisposedError, type Embedder, type SearchStore, type VersionedStore } from '@x/core';
import { deferred } from '@x/core/testing';
import { type QdrantServer, serve } from '@x/qdrant-local/server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createCountingEmbedder } from './__tests__/counting-embedder.ts';
import { type Method, methodCalls } from './__tests__/method-calls.ts';
import { json, startScriptedServer } from './__tests__/scripted-server.ts';
import { createSearchStore, createVectorStore, Document, QdrantClient } from './index.ts';

/** Returns the error of a call, or undefined. */
async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('QdrantClient.close, during each method of the official client', () => {
  it.each(Object.keys(methodCalls) as Method[])('%s is finished, and refused afterwards', async (method) => {
    await using server = await startScriptedServer(json(200, { result: { nextPage: false }, status: 'ok', time: 0 }));
    const call = (client: QdrantClient) => {
      const run = Reflect.get(client, method) as (...args: readonly unknown[]) => Promise<unknown>;
      return run.apply(client, structuredClone(methodCalls[method]) as unknown[]);
    };
    const undisturbed = await call(new QdrantClient(server.url));
    const requests = server.requests.length;
    const client = new QdrantClient(server.url);
    const events: string[] = [];
    const pending = call(client).finally(() => events.push('finished'));
    const closed = client.close().then(() => events.push('closed'));
    expect(await pending).toEqual(undisturbed);
    await closed;
    expect([events, server.requests.length]).toEqual([['finished', 'closed'], 2 * requests]);
    expect(await errorOf(() => call(client))).toBeInstanceOf(DisposedError);
  });
});

const vectors = { size: 3, distance: 'Dot' } as const;
const inferred = (id: number) => ({ id, vector: Document({ text: `text ${id}`, model: 'm' }) });
const points = [1, 2, 3].map(inferred);
const dense = [1, 2, 3].map((id) => ({ id, vector: new Float32Array([id, 0, 1]), payload: { version: id } }));
const guard = { field: 'version', version: 9 };
const storeOf = (client: QdrantClient) => createVectorStore(client, { collection: 'c', dimension: 3, distance: 'Dot' });

/** Each call of several requests or with an embedder. Creates the collection `c` if needed, and stores the points 1, 2 and 3. */
const longCalls: Readonly<Record<string, (client: QdrantClient) => Promise<unknown>>> = {
  upsert: (client) => client.upsert('c', { points }),
  batchUpdate: (client) => client.batchUpdate('c', { operations: [{ upsert: { points } }] }),
  'uploadPoints of a list': (client) => client.uploadPoints('c', points, { batchSize: 1 }),
  'uploadPoints of a list in bulk mode': (client) =>
    client.uploadPoints('c', points, { batchSize: 1, parallel: 2, bulkMode: true }),
  'migrate to the client': async (client) => {
    await using source = new QdrantClient(':memory:');
    await source.createCollection('c', { vectors });
    await source.upsert('c', { points: dense });
    await source.migrate(client, { batchSize: 1 });
  },
  'upsert of a vector store': (client) => storeOf(client).upsert(dense),
  'upsertUnlessNewer of a vector store': (client) => storeOf(client).upsertUnlessNewer(dense, guard),
};

/** The client's backend calls, each of which first calls `observe` with its number. */
function observeRequests(client: QdrantClient, observe: (count: number) => void): void {
  const { backend } = (client as unknown as { runner: { backend: { call: (...args: unknown[]) => Promise<unknown> } } })
    .runner;
  const call = backend.call.bind(backend);
  let count = 0;
  backend.call = (...args) => {
    observe(++count);
    return call(...args);
  };
}

describe('QdrantClient.close, during a call of several requests', () => {
  let server: QdrantServer;
  let reader: QdrantClient;
  beforeAll(async () => {
    server = await serve({ port: 0 });
    reader = new QdrantClient(server.url);
    await reader.createCollection('source', { vectors });
    await reader.upsert('source', { points: dense });
  });
  afterAll(async () => {
    await reader.close();
    await server.close();
  });

  async function freshClient(name: string): Promise<QdrantClient> {
    await reader.deleteCollection('c');
    if (!/store|migrate/.test(name)) await reader.createCollection('c', { vectors });
    return new QdrantClient(server.url, { embedders: [createCountingEmbedder('m')] });
  }

  it.each(Object.entries(longCalls))('%s is finished, whenever the client is closed', async (name, call) => {
    let requests = 0;
    const counted = await freshClient(name);
    observeRequests(counted, (count) => (requests = count));
    await call(counted);
    await counted.close();
    for (let place = 1; place <= requests; place++) {
      const client = await freshClient(name);
      let closing: Promise<void> | undefined;
      observeRequests(client, (count) => {
        if (count === place) closing = client.close();
      });
      await call(client);
      await Promise.all([closing, client.close()]);
      expect([place, await reader.count('c')]).toEqual([place, { count: 3 }]);
      expect(await errorOf(() => call(client))).toBeInstanceOf(DisposedError);
    }
  });

  it('recreateCollection creates the collection, even when the client is closed before', async () => {
    const client = await freshClient('upsert');
    observeRequests(client, () => void client.close());
    await client.recreateCollection('c', { vectors: { size: 7, distance: 'Dot' } });
    await client.close();
    expect((await reader.getCollection('c')).config.params.vectors).toMatchObject({ size: 7 });
  });

  const reads: Readonly<Record<string, (store: SearchStore & VersionedStore) => Promise<unknown>>> = {
    retrieve: (store) => store.retrieve([1]),
    delete: (store) => store.delete([9]),
    deleteUnlessNewer: (store) => store.deleteUnlessNewer([9], guard),
    updateUnlessNewer: (store) => store.updateUnlessNewer([9], { version: 1 }, guard),
    query: (store) => store.query(new Float32Array(3), { limit: 1, using: 'dense' }),
    inverseDocumentFrequencies: (store) => store.inverseDocumentFrequencies(new Uint32Array([1]), { using: 'words' }),
    readTokenVectors: (store) => store.readTokenVectors([1], { using: 'tokens' }),
  };

  it.each(Object.entries(reads))('%s of a store is finished', async (_name, read) => {
    await reader.deleteCollection('c');
    const client = new QdrantClient(server.url);
    const reading = read(createSearchStore(client, { collection: 'c', dimension: 3 }));
    const closed = client.close();
    await expect(errorOf(() => reading)).resolves.toBeUndefined();
    await closed;
  });
});

describe('QdrantClient.close, during an upload of a stream', () => {
  const uploads: Readonly<Record<string, (client: QdrantClient, source: Iterable<unknown>) => Promise<void>>> = {
    uploadPoints: (client, source) => client.uploadPoints('c', source as Iterable<never>, { batchSize: 1 }),
    uploadCollection: (client, source) =>
      client.uploadCollection('c', { ids: [1, 2, 3], vectors: source as Iterable<never> }, { batchSize: 1 }),
  };

  it.each(Object.entries(uploads))('%s stops, and says where to resume', async (name, upload) => {
    const location = { path: await mkdtemp(join(tmpdir(), 'x-closing-')) };
    onTestFinished(() => rm(location.path, { recursive: true }));
    const client = new QdrantClient(location);
    await client.createCollection('c', { vectors });
    let closing: Promise<void> | undefined;
    const source = function* () {
      for (const [index, { id, vector }] of dense.entries()) {
        if (index === 2) closing = client.close();
        yield name === 'uploadPoints' ? { id, vector } : vector;
      }
    };
    const error = await errorOf(() => upload(client, source()));
    expect(error).toMatchObject({ stored: 2, resumeAt: 2, cause: expect.any(DisposedError) as unknown });
    await closing;
    await using reopened = new QdrantClient(location);
    expect(await reopened.count('c')).toEqual({ count: 2 });
    expect(await errorOf(() => upload(client, []))).toBeInstanceOf(DisposedError);
  });

  it('does not wait for a source that never yields', async () => {
    const client = new QdrantClient(':memory:');
    await client.createCollection('c', { vectors });
    const silent: AsyncIterable<never> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
    };
    client.uploadPoints('c', silent).catch(() => {});
    await expect(client.close()).resolves.toBeUndefined();
  });
});

describe('QdrantClient.close, by a function of a call in progress', () => {
  /** Returns a client in memory with a collection `c`, whose embedder first calls `meanwhile`. */
  async function openClient(meanwhile: (client: QdrantClient) => unknown): Promise<QdrantClient> {
    const embedder = createCountingEmbedder('m');
    const observed: Embedder = {
      ...embedder,
      async passageEmbed(texts, options) {
        await meanwhile(client);
        return embedder.passageEmbed(texts, options);
      },
    };
    const client: QdrantClient = new QdrantClient(':memory:', { embedders: [observed] });
    await client.createCollection('c', { vectors });
    return client;
  }

  const isClosed = async (client: QdrantClient): Promise<boolean> =>
    (await errorOf(() => client.count('c'))) instanceof DisposedError;

  it('does not wait in an embedder, and the call is finished', async () => {
    const client = await openClient((own) => own.close());
    await expect(client.upsert('c', { points })).resolves.toMatchObject({ status: 'completed' });
    await client.close();
    expect(await isClosed(client)).toBe(true);
  });

  it('does not wait in the embedders of two calls', async () => {
    const { promise: both, resolve: meet } = deferred();
    let embedders = 0;
    const client = await openClient(async (own) => {
      if (++embedders === 2) meet();
      await both;
      await own[Symbol.asyncDispose]();
    });
    const calls = [client.upsert('c', { points }), client.upsert('c', { points })];
    await expect(Promise.all(calls)).resolves.toHaveLength(2);
  });

  it('does not wait in a listener of an upload, and the upload is finished', async () => {
    const client = await openClient(() => {});
    const completed: number[] = [];
    await client.uploadPoints('c', points, {
      batchSize: 1,
      onProgress({ completed: count }) {
        completed.push(count);
        void client.close();
      },
    });
    expect(completed.at(-1)).toBe(3);
    expect(await isClosed(client)).toBe(true);
  });

  it('does not wait in the source of an upload, which then stops', async () => {
    const client = await openClient(() => {});
    const source = async function* () {
      await client.close();
      yield points[0]!;
    };
    await expect(client.uploadPoints('c', source())).rejects.toThrow(DisposedError);
  });

  it('does not wait in a listener of a migration, for either client', async () => {
    await using source = await openClient(() => {});
    await source.upsert('c', { points });
    await using destination = new QdrantClient(':memory:');
    const onProgress = () => void Promise.all([source.close(), destination.close()]);
    const { collections } = await source.migrate(destination, { onProgress });
    expect(collections).toMatchObject([{ name: 'c', points: 3 }]);
  });

  it('waits in work that an ended call left behind', async () => {
    const { promise: mayClose, resolve: letClose } = deferred();
    const { promise: mayEnd, resolve: letEnd } = deferred();
    const events: string[] = [];
    let closing: Promise<unknown> | undefined;
    const client = await openClient((own) => {
      if (closing !== undefined) return mayEnd;
      closing = mayClose.then(() => own.close()).then(() => events.push('closed'));
      return undefined;
    });
    await client.upsert('c', { points });
    const second = client.upsert('c', { points }).then(() => events.push('stored'));
    letClose();
    letEnd();
    await Promise.all([second, closing]);
    expect(events).toEqual(['stored', 'closed']);
  });
});
