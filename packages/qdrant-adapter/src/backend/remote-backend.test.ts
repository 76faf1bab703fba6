import { EventEmitter, getEventListeners, once } from 'node:events';
import { VectorStoreError } from '@x/core';
import { describe, expect, it, vi } from 'vitest';
import { type Answer, failure, json, ok, startScriptedServer, text } from '../__tests__/scripted-server.ts';
import { RemoteBackend } from './remote-backend.ts';
import type { ServerLocation } from './server-location.ts';
import type { OperationName } from '../wire/operations.ts';

const apiKey = 'a-secret-api-key';

const echo: Answer = (response, request) =>
  failure(400, `You sent ${JSON.stringify(request.headers)}`)(response, request);
const reset: Answer = (response) => void response.destroy();
const cutOff: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"result":', () => response.destroy());
};

/** Responds with a Retry-After. Its seconds are the name of the collection. */
const byCollection: Answer = (response, { path }) => {
  const seconds = /collections\/(\d+)/.exec(path)![1]!;
  failure(429, 'Slow down', { 'retry-after': seconds })(response, {} as never);
};

/** Creates a backend on a server with these responses. Waits are recorded and skipped. */
async function setup(answers: readonly Answer[], location: Partial<ServerLocation> = {}) {
  const server = await startScriptedServer(...answers);
  const waits: number[] = [];
  const retry = { sleep: async (milliseconds: number) => void waits.push(milliseconds), random: () => 0.5 };
  const backend = new RemoteBackend({ url: server.url, apiKey, retry, ...location });
  const call = (operation: OperationName, body = {}, signal?: AbortSignal) =>
    backend.call(operation, { collection: 'movies', body, signal });
  const errorOf = async (operation: OperationName, body = {}): Promise<VectorStoreError> => {
    const error: unknown = await call(operation, body).catch((reason: unknown) => reason);
    if (!VectorStoreError.isInstance(error)) throw new Error('expected a VectorStoreError', { cause: error });
    return error;
  };
  return { ...server, [Symbol.asyncDispose]: server[Symbol.asyncDispose], server, waits, backend, call, errorOf };
}

describe('RemoteBackend, requests', () => {
  it('sends the path prefix, the key, the headers and exact decimals', async () => {
    await using server = await startScriptedServer(ok({ status: 'completed', operation_id: 1 }));
    const url = `${server.url}/behind/a/proxy/`;
    const backend = new RemoteBackend({ url, apiKey, headers: { 'x-tenant': 'seven' } });
    const points = [{ id: 1, vector: new Float32Array([0.1]) }];
    await backend.call('upsert', { collection: 'mo/vies', body: { wait: true, points } });
    const [request] = server.requests;
    expect(request!.path).toBe('/behind/a/proxy/collections/mo%2Fvies/points?wait=true');
    expect([request!.headers['api-key'], request!.headers['x-tenant']]).toEqual([apiKey, 'seven']);
    expect(JSON.parse(request!.body)).toEqual({ points: [{ id: 1, vector: [0.1] }] });
  });

  it('ignores the name of another collection in the body', async () => {
    await using remote = await setup([ok({ count: 1 })]);
    await remote.call('count', { collection_name: 'other' });
    expect(remote.server.requests[0]!.path).toBe('/collections/movies/points/count');
  });

  it('sends ids above 2^53 exactly, or rejects when Node.js cannot', async () => {
    await using remote = await setup([ok([])]);
    const call = remote.call('retrieve', { ids: [2n ** 64n - 1n] });
    if ('rawJSON' in JSON) {
      await call;
      expect(remote.server.requests[0]!.body).toBe('{"ids":[18446744073709551615]}');
    } else {
      await expect(call).rejects.toThrow(/^ids\[0\] must be below 2\^53/);
      expect(remote.server.requests).toHaveLength(0);
    }
  });

  it('sends nothing before the first call, and provides the official client', async () => {
    await using remote = await setup([ok({ collections: [] })]);
    expect(remote.server.requests).toHaveLength(0);
    expect(await remote.backend.remote.getCollections()).toEqual({ collections: [] });
  });

  it('prints nothing, even with a key over plain http', async () => {
    const warn = vi.spyOn(console, 'warn');
    await using remote = await setup([ok(true)]);
    await remote.call('deleteCollection');
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

describe('RemoteBackend, errors', () => {
  it.each([
    [400, 'Wrong input: Vector dimension error: expected dim: 4, got 3'],
    [404, "Not found: Collection `movies` doesn't exist!"],
    [409, 'Wrong input: Collection `movies` already exists!'],
    [422, 'Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]'],
    [501, 'Not implemented'],
  ])("has the server's own message for status %s", async (status, message) => {
    await using remote = await setup([failure(status, message)], { retry: { maxRetries: 0 } });
    const error = await remote.errorOf('query');
    expect(error).toMatchObject({ message, status, operation: 'query', collection: 'movies' });
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('does not repeat a request that the server refuses permanently', async () => {
    await using remote = await setup([failure(400, 'Bad'), ok(true)]);
    expect((await remote.errorOf('query')).isRetryable).toBe(false);
    expect(remote.server.requests).toHaveLength(1);
  });

  it('quotes a response that is not from Qdrant, such as the page of a proxy', async () => {
    const page = text(502, '<html><h1>Bad gateway</h1></html>', { 'content-type': 'text/html' });
    await using remote = await setup([page], { retry: { maxRetries: 0 } });
    const error = await remote.errorOf('count');
    expect(error).toMatchObject({ status: 502, isRetryable: true });
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ answered HTTP 502 with "<html>.*not an answer from Qdrant\.$/,
    );
  });

  it.each([301, 302, 307, 308])('does not follow a redirect with %s, which would forward the key', async (status) => {
    await using elsewhere = await startScriptedServer(ok({ count: 7 }));
    await using remote = await setup([text(status, '', { location: `${elsewhere.url}/collections/movies` })]);
    const error = await remote.errorOf('count');
    expect(error).toMatchObject({
      status,
      isRetryable: false,
      message: expect.stringContaining('a redirect, which is not'),
    });
    expect([remote.server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  it('keeps the plain-text message for a refused key, and hides the key in it', async () => {
    const refusal = text(401, `Must provide an API key, not ${apiKey}`, { 'content-type': 'text/plain' });
    await using remote = await setup([refusal]);
    const error = await remote.errorOf('count');
    expect([error.status, error.message]).toEqual([401, 'Must provide an API key, not (hidden)']);
    expect(error.cause).toBeUndefined();
  });

  it('keeps the status of a response whose JSON is broken', async () => {
    const broken = text(500, '{"status": {"err', { 'content-type': 'application/json' });
    await using remote = await setup([broken], { retry: { maxRetries: 0 } });
    expect(await remote.errorOf('count')).toMatchObject({ status: 500, isRetryable: true });
  });

  it.each([json(200, {}), json(200, { result: null }), text(200, 'hello'), text(204, '')])(
    'rejects a success without a result',
    async (answer) => {
      await using remote = await setup([answer]);
      await expect(remote.call('query')).rejects.toThrow(VectorStoreError);
    },
  );

  it('names a server that cannot be reached, and is retryable', async () => {
    const remote = await setup([ok(true)], { retry: { maxRetries: 0 } });
    await remote.server[Symbol.asyncDispose]();
    const error = await remote.errorOf('count');
    expect(error).toMatchObject({ status: undefined, isRetryable: true });
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED.*Is the server running\?$/,
    );
  });

  it('does not contain the key in any part of an error', async () => {
    await using remote = await setup([echo]);
    const error = await remote.errorOf('count');
    const parts = [error, error.cause].map(
      (part) => `${String(part)} ${JSON.stringify(part)} ${(part as Error)?.stack}`,
    );
    expect(parts.join()).not.toContain(apiKey);
    expect(error.message).toContain('(hidden)');
  });

  it('returns large numbers in vectors, scores and payloads as numbers', async () => {
    const large = '{"id":7,"score":12345678901234567890,"version":0,"payload":{"id":1e300,"n":[12345678901234567890]}}';
    const answer = text(200, `{"result":{"points":[${large}]}}`, { 'content-type': 'application/json' });
    await using remote = await setup([answer]);
    const n = 12_345_678_901_234_567_000;
    expect(await remote.call('query')).toEqual({
      points: [{ id: 7, score: n, version: 0, payload: { id: 1e300, n: [n] } }],
    });
  });

  it('rejects a response whose ids were rounded', async () => {
    const answer = text(200, '{"result":{"points":[{"id":12345678901234567890,"score":1,"version":0}]}}', {
      'content-type': 'application/json',
    });
    await using remote = await setup([answer]);
    const result = remote.call('query');
    if ('rawJSON' in JSON) expect(await result).toMatchObject({ points: [{ id: 12_345_678_901_234_567_890n }] });
    else await expect(result).rejects.toThrow(/ids above 2\^53.*Node\.js 22 or later, or UUIDs/);
  });
});

describe('RemoteBackend, retries', () => {
  it.each([408, 429, 500, 502, 503, 504])('repeats a request that failed with %s', async (status) => {
    await using remote = await setup([failure(status, 'Not now'), failure(status, 'Not now'), ok({ count: 7 })]);
    expect(await remote.call('count')).toEqual({ count: 7 });
    expect(remote.waits).toEqual([125, 250]);
  });

  it('waits the full number of seconds in Retry-After', async () => {
    await using remote = await setup([failure(429, 'Rate limit exceeded', { 'retry-after': '12' }), ok({ count: 7 })]);
    expect(await remote.call('count')).toEqual({ count: 7 });
    expect(remote.waits).toEqual([12_000]);
  });

  it('waits until the date in Retry-After', async () => {
    const now = Date.parse('Mon, 05 Jan 2026 10:00:00 GMT');
    const waits: number[] = [];
    const retry = { sleep: async (wait: number) => void waits.push(wait), random: () => 0.5, now: () => now };
    const refusal = failure(429, 'Rate limit exceeded', { 'retry-after': 'Mon, 05 Jan 2026 10:00:20 GMT' });
    await using remote = await setup([refusal, ok({ count: 7 })], { retry });
    expect(await remote.call('count')).toEqual({ count: 7 });
    expect(waits).toEqual([20_000]);
  });

  it('separates the responses of concurrent requests', async () => {
    await using server = await startScriptedServer(byCollection);
    const asked = await Promise.all(
      Array.from({ length: 20 }, async (_, collection) => {
        const waits: number[] = [];
        const retry = { maxRetries: 1, sleep: async (wait: number) => void waits.push(wait), random: () => 0 };
        const backend = new RemoteBackend({ url: server.url, retry });
        await backend.call('count', { collection: String(collection) }).catch(() => {});
        return waits;
      }),
    );
    expect(asked).toEqual(Array.from({ length: 20 }, (_, collection) => [collection * 1000]));
  });

  it('reports the Retry-After that exceeds the retry delay', async () => {
    await using remote = await setup([failure(429, 'Rate limit exceeded', { 'retry-after': '3600' })]);
    const error = await remote.errorOf('count');
    expect(error).toMatchObject({ status: 429, isRetryable: true, retryAfterMs: 3_600_000 });
    expect(error.message).toContain('asks to retry after: 3600');
    expect(remote.server.requests).toHaveLength(1);
  });

  it('repeats a request after a reset connection and after a truncated response', async () => {
    await using remote = await setup([reset, cutOff, ok({ count: 7 })]);
    expect(await remote.call('count')).toEqual({ count: 7 });
    expect(remote.waits).toHaveLength(2);
  });

  it('repeats the creation of a snapshot only after a rate limit', async () => {
    await using lost = await setup([(response) => void response.destroy(), ok(true)]);
    await expect(lost.call('createSnapshot')).rejects.toThrow('cannot be reached');
    await using busy = await setup([failure(429, 'Not now'), ok(true)]);
    expect(await busy.call('createSnapshot')).toBe(true);
  });
});

describe('RemoteBackend, ends', () => {
  it("rejects with the signal's reason when aborted during the request, cancels it and leaves no listener", async () => {
    const wire = new EventEmitter();
    const [arrived, closed] = [once(wire, 'arrived'), once(wire, 'closed')];
    const never: Answer = (response) => {
      response.on('close', () => wire.emit('closed'));
      wire.emit('arrived');
    };
    await using remote = await setup([never]);
    const controller = new AbortController();
    const reason = { because: 'the user left' };
    const call = remote.call('query', {}, controller.signal);
    await arrived;
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await closed;
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(remote.waits).toEqual([]);
  });

  it('sends nothing when the signal is already aborted', async () => {
    await using remote = await setup([ok(true)]);
    await expect(remote.call('query', {}, AbortSignal.abort('no'))).rejects.toBe('no');
    expect(remote.server.requests).toHaveLength(0);
  });

  it('rejects with a retryable error when a server does not respond in time', async () => {
    await using remote = await setup([() => {}], { timeoutMs: 20, retry: { maxRetries: 0 } });
    const error = await remote.errorOf('query');
    expect(error.message).toMatch(/did not answer within 20 ms/);
    expect(error.isRetryable).toBe(true);
  });
});
