import { DownloadError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import type { Clock } from './clock.ts';
import { createHubClient } from './hub-client.ts';

const endpoint = 'https://hub.example/mirror';
const controller = new AbortController();

function fetchFrom(fetch: typeof globalThis.fetch, token?: string): typeof globalThis.fetch {
  const policy = { maxAttempts: 2, maxTotalWaitMs: 60_000 };
  const { signal } = controller;
  const clock = instantClock();
  return createHubClient({
    repository: 'org/model',
    endpoint,
    token,
    fetch,
    signal,
    clock,
    policy,
    stallTimeoutMs: 1000,
  }).fetch;
}

describe('createHubClient', () => {
  it('sends the token only to addresses below the endpoint', async () => {
    const seen: (string | null)[] = [];
    const fetch = fetchFrom(async (_, init) => {
      seen.push(new Headers(init?.headers).get('authorization'));
      return new Response();
    }, 'hf_secret');
    await fetch(`${endpoint}/api/models/org/model`);
    await fetch('https://hub.example/mirrored/api');
    await fetch('https://other.example/mirror/api');
    expect(seen).toEqual(['Bearer hf_secret', null, null]);
  });

  it('sends no authorization header without a token', async () => {
    const fetch = fetchFrom(async (_, init) => {
      expect(new Headers(init?.headers).has('authorization')).toBe(false);
      return new Response();
    });
    await fetch(`${endpoint}/x`);
    expect.assertions(1);
  });

  it.each([
    [401, undefined, 'private or does not exist'],
    [403, undefined, 'private or does not exist'],
    [403, 'GatedRepo', 'accept its license'],
    [404, 'RevisionNotFound', 'no such revision'],
    [404, 'EntryNotFound', 'no such file'],
    [404, undefined, 'was not found'],
    [429, undefined, 'too many requests'],
    [503, undefined, 'Try again later'],
    [400, undefined, 'refused the request'],
  ])('explains HTTP %i %s', async (status, code, words) => {
    const headers = code === undefined ? {} : { 'X-Error-Code': code };
    const fetch = fetchFrom(async () => new Response('details', { status, headers }), 'hf_secret');
    const error: unknown = await fetch(`${endpoint}/file?signature=s3cret`).catch((reason: unknown) => reason);
    expect(DownloadError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ status, url: `${endpoint}/file`, message: expect.stringContaining(words) });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hf_secret|s3cret/);
  });

  it('keeps the cause when the request fails', async () => {
    const cause = new TypeError('fetch failed');
    const attempt = fetchFrom(() => Promise.reject(cause))(`${endpoint}/file`);
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD', status: undefined, cause });
  });

  it.each([
    ['treats a stream of single bytes as a stall', 1, true],
    ['does not treat a slow stream of whole blocks as a stall', 2048, false],
  ])('%s', async (_, blockSize, isStall) => {
    let blocks = 0;
    let elapse = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        blocks += 1;
        // The time limit for one block of 1024 bytes expires now.
        if (blocks % 500 === 0) elapse();
        if (blocks > 1000) stream.close();
        else stream.enqueue(new Uint8Array(blockSize));
      },
    });
    const clock: Clock = {
      ...instantClock(),
      startTimer(_milliseconds, action) {
        const startedAt = blocks;
        elapse = () => blocks - startedAt > 100 && action();
        return () => (elapse = () => undefined);
      },
    };
    const policy = { maxAttempts: 1, maxTotalWaitMs: 0 };
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      return new Response(abortable(body, init?.signal));
    };
    const { signal } = controller;
    const facts = { repository: 'org/model', endpoint, token: undefined, fetch, signal, clock, policy };
    const attempt = createHubClient({ ...facts, stallTimeoutMs: 1000 }).fetch(`${endpoint}/x`);
    if (isStall) await expect(attempt).rejects.toThrow('The connection stalled before the response was complete');
    else expect((await (await attempt).arrayBuffer()).byteLength).toBe(1000 * blockSize);
  });
});

/** Makes the body fail with the signal's reason, as the body of a real response does. */
function abortable(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void body.pipeTo(writable, { ...(signal && { signal }) }).catch(() => undefined);
  return readable;
}
