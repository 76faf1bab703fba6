import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InvalidArgumentError, VectorStoreError } from '@x/core';
import { deferred } from '@x/core/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { ServedRequest } from './http-listener.ts';
import { serve } from './serve.ts';

const headers = { 'content-type': 'application/json' };
const settings = JSON.stringify({ vectors: { size: 1, distance: 'Dot' } });

/** Returns a listener and a promise that resolves with the next request reported to it. */
function nextRequest(): { onRequest: (request: ServedRequest) => void; request: Promise<ServedRequest> } {
  const { promise, resolve } = deferred<ServedRequest>();
  return { onRequest: resolve, request: promise };
}

/** Resolves when a connection has ended, either normally or by a reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {}).once('close', () => resolve());
  });
}

/** Returns a database whose `count` waits for `finish`. */
function slowDatabase(): { database: QdrantLocal; arrived: Promise<void>; finish: () => void } {
  const arrival = deferred();
  const gate = deferred<{ count: number }>();
  class SlowDatabase extends QdrantLocal {
    override count(): Promise<{ count: number }> {
      arrival.resolve();
      return gate.promise;
    }
  }
  return { database: new SlowDatabase(), arrived: arrival.promise, finish: () => gate.resolve({ count: 7 }) };
}

describe('serve', () => {
  test('serves HTTP until it is closed, and closing again does nothing', async () => {
    const server = await serve({ port: 0 });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(await (await fetch(`${server.url}/readyz`)).text()).toBe('all shards are ready');
    await server.close();
    await server.close();
    await server[Symbol.asyncDispose]();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  test('keeps collections in its folder, and releases the folder on closing', async () => {
    const path = await mkdtemp(join(tmpdir(), 'serve-'));
    onTestFinished(() => rm(path, { recursive: true }));
    {
      await using server = await serve({ port: 0, path });
      await fetch(`${server.url}/collections/kept`, { method: 'PUT', headers, body: settings });
    }
    await using server = await serve({ port: 0, path });
    expect(await (await fetch(`${server.url}/collections`)).json()).toMatchObject({
      result: { collections: [{ name: 'kept' }] },
    });
    await expect(serve({ port: 0, path })).rejects.toThrow(/already open/);
  });

  test('leaves a given database open', async () => {
    await using database = new QdrantLocal();
    await (await serve({ port: 0, database })).close();
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('reports in one sentence that the port is in use, and closes what it opened', async () => {
    await using first = await serve({ port: 0 });
    const second = serve({ port: first.port });
    await expect(second).rejects.toThrow(`Port ${first.port} of 127.0.0.1 is in use. Choose another port`);
    await expect(second).rejects.toSatisfy(VectorStoreError.isInstance);
  });

  test('reports in one sentence that an address is not of this machine', async () => {
    await expect(serve({ port: 0, host: '192.0.2.1' })).rejects.toThrow('cannot listen on port 0 of 192.0.2.1');
  });

  test.each([
    ['port', { port: -1 }],
    ['port', { port: 65_536 }],
    ['port', { port: 1.5 }],
    ['host', { host: '' }],
    ['apiKey', { apiKey: '' }],
    ['allowedHosts[1]', { allowedHosts: ['search.internal', 'http://search.internal:80'] }],
    ['maxBodyBytes', { maxBodyBytes: 0 }],
    ['closeTimeoutMs', { closeTimeoutMs: -1 }],
    ['path', { path: '' }],
    ['path', { path: 'folder', database: new QdrantLocal() }],
    ['name in options', { apikey: 'secret' } as object],
    ['name in options', { durability: 'relaxed' } as object],
  ])('rejects an out-of-range or unknown option: %s', async (parameter, options) => {
    const error: unknown = await serve(options).catch((reason: unknown) => reason);
    expect(error).toSatisfy(InvalidArgumentError.isInstance);
    expect(error).toMatchObject({ parameter });
  });

  test.each(['127.1', '::ffff:127.0.0.1'])('refuses foreign hosts when it listens on %s', async (host) => {
    await using server = await serve({ port: 0, host });
    const statusOf = async (sent: string): Promise<number | undefined> => {
      const { port } = server;
      const asked = request({ host: '127.0.0.1', port, path: '/collections', headers: { host: sent } }).end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };
    expect(await statusOf('attacker.example')).toBe(403);
    expect(await statusOf('127.0.0.1')).toBe(200);
    expect(await statusOf(host.includes(':') ? `[${host}]` : host)).toBe(200);
  });

  test('answers requests although onRequest throws, and warns once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const onRequest = (): never => {
      throw new Error('a bad listener');
    };
    await using server = await serve({ port: 0, onRequest });
    for (let round = 0; round < 2; round++) expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.close();
    expect(warn.mock.calls).toEqual([[expect.stringContaining('onRequest failed'), expect.anything()]]);
  });

  test('reports completed requests to the listener, without names and texts of the request', async () => {
    const { onRequest, request: served } = nextRequest();
    await using server = await serve({ port: 0, onRequest });
    await fetch(`${server.url}/collections/secret/exists?timeout=1`);
    expect(await served).toEqual({
      method: 'GET',
      route: '/collections/{collection_name}/exists',
      status: 200,
      timeMs: expect.any(Number),
    });
  });

  test('sends only the headers of a response to HEAD', async () => {
    await using server = await serve({ port: 0 });
    const answer = await fetch(`${server.url}/collections`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(10);
    expect(await answer.text()).toBe('');
  });

  test('rejects a body over the limit with a 413 that its sender can read', async () => {
    await using server = await serve({ port: 0, maxBodyBytes: 1000 });
    const send = (size: number) =>
      fetch(`${server.url}/collections/big`, { method: 'PUT', headers, body: settings.padEnd(size) });
    expect((await send(1001)).status).toBe(413);
    const answer = await send(4000);
    expect(await answer.json()).toMatchObject({
      status: {
        error: 'Payload error: JSON payload is larger than allowed (limit: 1000 bytes, the option maxBodyBytes).',
      },
    });
    expect((await send(1000)).status).toBe(200);
  });

  test('closes the connection of an endless body', async () => {
    const { onRequest, request: served } = nextRequest();
    await using server = await serve({ port: 0, maxBodyBytes: 1000, onRequest });
    const socket = connect(server.port, '127.0.0.1');
    socket.resume();
    socket.write(
      'PUT /collections/c HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 999999\r\n\r\n',
    );
    socket.write('x'.repeat(5000));
    await closed(socket);
    expect(await served).toMatchObject({ status: 413 });
  });

  test('a client that disconnects in the middle of its body does not count as a server failure', async () => {
    const { onRequest, request: served } = nextRequest();
    await using server = await serve({ port: 0, onRequest });
    const socket = connect(server.port, '127.0.0.1');
    socket.end(
      'PUT /collections/c HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
    expect(await served).toMatchObject({ status: 400 });
    expect(await served).not.toHaveProperty('error');
  });

  test('stops a search when its client disconnects', async () => {
    const { onRequest, request: served } = nextRequest();
    const counting = deferred();
    class EndlessDatabase extends QdrantLocal {
      override async count(_name: string, _request: object, { signal }: { signal?: AbortSignal } = {}): Promise<never> {
        counting.resolve();
        for (;;) {
          await setImmediate();
          signal?.throwIfAborted();
        }
      }
    }
    await using database = new EndlessDatabase();
    await using server = await serve({ port: 0, database, onRequest });
    const client = new AbortController();
    const answer = fetch(`${server.url}/collections/c/points/count`, {
      method: 'POST',
      body: '{}',
      signal: client.signal,
    });
    await counting.promise;
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    expect(await served).toMatchObject({ status: 499 });
    expect(await served).not.toHaveProperty('error');
  });

  test('reports unexpected errors to the listener but not to the client', async () => {
    class Broken extends QdrantLocal {
      override getAliases(): Promise<never> {
        return Promise.reject(new TypeError('inside'));
      }
    }
    const { onRequest, request: served } = nextRequest();
    await using database = new Broken();
    await using server = await serve({ port: 0, database, onRequest });
    const answer = await fetch(`${server.url}/aliases`);
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('inside')]);
    expect(await served).toMatchObject({ status: 500, error: { message: 'inside' } });
  });
});

describe('close', () => {
  test('waits for a request in progress and sends its response', async () => {
    const { database, arrived, finish } = slowDatabase();
    const server = await serve({ port: 0, database });
    const answer = fetch(`${server.url}/collections/c/points/count`, { method: 'POST', headers, body: '{}' });
    await arrived;
    const closing = server.close();
    // Closing gives these turns to requests that have just arrived.
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    finish();
    expect(await (await answer).json()).toMatchObject({ result: { count: 7 } });
    expect((await answer).headers.get('connection')).toBe('close');
    await closing;
    await database.close();
  });

  test('does not wait for an idle keep-alive connection', async () => {
    const server = await serve({ port: 0, closeTimeoutMs: 2 ** 31 - 1 });
    const kept = request(`${server.url}/healthz`, { headers: { connection: 'keep-alive' } }).end();
    const [response] = await once(kept, 'response');
    response.resume();
    await once(response, 'end');
    await expect(server.close()).resolves.toBeUndefined();
  });

  test('closes the connection of a request that exceeds the timeout', async () => {
    const server = await serve({ port: 0, closeTimeoutMs: 1 });
    const socket = connect(server.port, '127.0.0.1');
    socket.resume();
    socket.write(
      'PUT /collections/c HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
    await once(socket, 'ready');
    await expect(Promise.all([server.close(), closed(socket)])).resolves.toEqual([undefined, undefined]);
  });
});
