import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisposedError, InvalidArgumentError } from '@x/core';
import { deferred } from '@x/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createCountingEmbedder } from './__tests__/counting-embedder.ts';
import { type CreateClient, describeQdrantClient } from './__tests__/describe-qdrant-client.ts';
import { realServer } from './__tests__/real-server.ts';
import { failure, ok, startScriptedServer } from './__tests__/scripted-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { type CallOptions, Document, QdrantClient, type QdrantLocation, type ScrollRequest } from './index.ts';

describeQdrantClient('in memory', async (options) => {
  const client = new QdrantClient(':memory:', options);
  return { client, [Symbol.asyncDispose]: () => client.close() };
});

describeQdrantClient('in a folder', async (options) => {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-adapter-'));
  const client = new QdrantClient({ path }, options);
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await rm(path, { recursive: true, force: true });
    },
  };
});

/** Servers that no test uses now. Starting one for each test would take minutes. */
const idle: ServerProcess[] = [];
afterAll(async () => {
  for (const server of idle) await server[Symbol.asyncDispose]();
});

const onServer: CreateClient = async (options) => {
  const server = idle.pop() ?? (await startServerProcess());
  const client = new QdrantClient({ url: server.url }, options);
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await using cleaner = new QdrantClient(server.url);
      for (const { name } of (await cleaner.getCollections()).collections) await cleaner.deleteCollection(name);
      idle.push(server);
    },
  };
};

describeQdrantClient('on a server in another process', onServer, { isRealServer: realServer !== undefined });

describe('QdrantClient, in a folder', () => {
  it('reads stored points after a restart', async () => {
    const path = await mkdtemp(join(tmpdir(), 'qdrant-adapter-'));
    try {
      {
        await using first = new QdrantClient({ path });
        await first.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
        await first.uploadPoints('ships', [{ id: 1, vector: new Float32Array([0.1, 2]), payload: { name: 'Argo' } }]);
      }
      await using second = new QdrantClient({ path });
      expect(await second.retrieve('ships', { ids: [1], with_vector: true })).toEqual([
        { id: 1, payload: { name: 'Argo' }, vector: [0.1, 2] },
      ]);
    } finally {
      await rm(path, { recursive: true, force: true });
    }
  });
});

describe('QdrantClient.close, on a server', () => {
  it('waits for pending requests, and rejects new ones in the meantime', async () => {
    const { promise: arrived, resolve: arrive } = deferred<() => void>();
    await using server = await startScriptedServer((...exchange) => arrive(() => ok({ collections: [] })(...exchange)));
    const client = new QdrantClient({ url: server.url });
    const events: string[] = [];
    const answer = client.getCollections().then(() => events.push('answered'));
    const letGo = await arrived;
    const closed = client.close().then(() => events.push('closed'));
    await expect(client.getCollections()).rejects.toThrow(DisposedError);
    letGo();
    await Promise.all([answer, closed, client.close()]);
    expect(events).toEqual(['answered', 'closed']);
  });

  it('does not wait for a request that has failed', async () => {
    await using server = await startScriptedServer(failure(400, 'no'));
    const client = new QdrantClient({ url: server.url });
    await expect(client.getCollections()).rejects.toThrow('no');
    await client.close();
  });
});

describe('QdrantClient, locations', () => {
  it.each([{}, { path: './db', url: 'http://localhost' }, null, undefined, 7])(
    'rejects %j, which is not exactly one location',
    (location) => {
      expect(() => new QdrantClient(location as unknown as QdrantLocation)).toThrow(/^location must be exactly one of/);
    },
  );

  it('rejects settings that do not belong to the location, without showing their values', () => {
    const location = { path: './db', apiKey: 'a-secret-key' };
    expect(() => new QdrantClient(location)).toThrow(/"apiKey"/);
    expect(() => new QdrantClient(location)).not.toThrow(/a-secret-key/);
    const misspelt = { url: 'http://localhost', apikey: 'a-secret-key' };
    expect(() => new QdrantClient(misspelt)).toThrow(/has no option "apikey"\. Did you mean apiKey/);
    expect(() => new QdrantClient({ path: '' })).toThrow(/^path must be/);
  });

  it('rejects `memory` that is not true, and settings of a server with it', () => {
    expect(() => new QdrantClient({ memory: false } as never)).toThrow(/^memory must be true/);
    expect(() => new QdrantClient({ memory: true, path: './db' } as never)).toThrow(/^location must be exactly one of/);
    expect(() => new QdrantClient({ memory: true, apiKey: 'a' } as never)).toThrow(
      /has no option "apiKey"\. Known options: memory, unindexed\./,
    );
  });

  it.each(['memory', 'path'] as const)('applies `unindexed` in the location %s', async (place) => {
    const path = await mkdtemp(join(tmpdir(), 'qdrant-adapter-'));
    const where = place === 'path' ? { path } : { memory: true as const };
    for (const unindexed of ['refuse', 'allow'] as const) {
      await using client = new QdrantClient({ ...where, unindexed });
      await client.recreateCollection('ships', { vectors: { size: 1, distance: 'Dot' } });
      const scroll = client.scroll('ships', { order_by: 'built' });
      if (unindexed === 'refuse') await expect(scroll).rejects.toMatchObject({ status: 400 });
      else expect((await scroll).points).toEqual([]);
    }
    await rm(path, { recursive: true, force: true });
  });

  it('treats another string as a URL, and explains how to write a folder', () => {
    expect(() => new QdrantClient('./db')).toThrow(/\{ path: '\.\/folder' \}/);
  });

  it('has an official client only with a server', async () => {
    await using memory = new QdrantClient(':memory:');
    await using server = new QdrantClient('http://localhost:6333');
    expect(memory.remote).toBeUndefined();
    expect(typeof server.remote?.getCollections).toBe('function');
  });
});

describe('QdrantClient, subclasses', () => {
  class LoggingClient extends QdrantClient {
    readonly log: string[] = [];

    override scroll<Payload extends object = never>(collection: string, body?: ScrollRequest, options?: CallOptions) {
      this.log.push(`scroll from ${String(body?.offset)}`);
      return super.scroll<Payload, string>(collection, body, options);
    }

    override close(): Promise<void> {
      this.log.push('close');
      return super.close();
    }
  }

  it('override a method, call the original, and are called by other methods of the client', async () => {
    const client = new LoggingClient(':memory:');
    {
      await using opened = client;
      await opened.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
      await opened.upsert('ships', { points: [1, 2].map((id) => ({ id, vector: [id, 0] })) });
      const ids: unknown[] = [];
      for await (const { id } of opened.scrollAll('ships', { limit: 1 })) ids.push(id);
      expect(ids).toEqual([1, 2]);
    }
    expect(client.log).toEqual(['scroll from undefined', 'scroll from 2', 'close']);
  });

  it('can be the destination of a migration', async () => {
    await using source = new QdrantClient(':memory:');
    await using destination = new LoggingClient(':memory:');
    await source.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
    await source.migrate(destination);
    expect((await destination.getCollections()).collections).toEqual([{ name: 'ships' }]);
  });
});

describe('QdrantClient, inference on the server', () => {
  it('sends inference objects unchanged', async () => {
    await using server = await startScriptedServer(ok({ points: [] }));
    await using client = new QdrantClient({ url: server.url }, { cloudInference: true });
    await client.query('texts', { query: Document({ text: 'a', model: 'openai/x', options: { key: 'k' } }) });
    expect(JSON.parse(server.requests[0]!.body)).toEqual({
      query: { text: 'a', model: 'openai/x', options: { key: 'k' } },
    });
  });

  it('is rejected without a server', () => {
    for (const location of [':memory:', { path: './db' }] as const) {
      expect(() => new QdrantClient(location, { cloudInference: true })).toThrow(
        /^cloudInference must be false without/,
      );
    }
  });
});

describe('QdrantClient.getEmbeddingSize', () => {
  it('returns the sizes of the models of its embedders', async () => {
    await using client = new QdrantClient(':memory:', { embedders: [createCountingEmbedder('org/Model', 384)] });
    expect(client.getEmbeddingSize('ORG/model')).toBe(384);
    expect(() => client.getEmbeddingSize('org/modle')).toThrow('Did you mean "org/Model"?');
    expect(() => client.getEmbeddingSize(7 as unknown as string)).toThrow(InvalidArgumentError);
  });
});

describe('scrollAll', () => {
  it('rejects when a server always returns the same next page', async () => {
    await using server = await startScriptedServer(ok({ points: [{ id: 1 }], next_page_offset: 2 }));
    await using client = new QdrantClient({ url: server.url });
    const ids: unknown[] = [];
    const reading = (async () => {
      for await (const { id } of client.scrollAll('ships')) ids.push(id);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'VECTOR_STORE', operation: 'scroll', collection: 'ships' });
    expect(ids).toEqual([1, 1]);
  });
});
