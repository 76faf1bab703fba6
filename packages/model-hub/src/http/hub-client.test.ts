import { DownloadError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
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
  it('sends the token to addresses below the endpoint, and to no other', async () => {
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

  it('sends no header at all without a token', async () => {
    const fetch = fetchFrom(async (_, init) => {
      expect(new Headers(init?.headers).has('authorization')).toBe(false);
      return new Response();
    });
    await fetch(`${endpoint}/x`);
    expect.assertions(1);
  });

  it.each([
    [401, undefined, 'private, or does not exist'],
    [403, undefined, 'private, or does not exist'],
    [403, 'GatedRepo', 'accept its licence'],
    [404, 'RevisionNotFound', 'no such revision'],
    [404, 'EntryNotFound', 'no such file'],
    [404, undefined, 'was not found'],
    [429, undefined, 'too many requests'],
    [503, undefined, 'Try again later'],
    [400, undefined, 'refused the request'],
  ])('says what HTTP %i %s means', async (status, code, words) => {
    const headers = code === undefined ? {} : { 'X-Error-Code': code };
    const fetch = fetchFrom(async () => new Response('details', { status, headers }), 'hf_secret');
    const error: unknown = await fetch(`${endpoint}/file?signature=s3cret`).catch((reason: unknown) => reason);
    expect(DownloadError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ status, url: `${endpoint}/file`, message: expect.stringContaining(words) });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hf_secret|s3cret/);
  });

  it('keeps the cause when nothing answers', async () => {
    const cause = new TypeError('fetch failed');
    const attempt = fetchFrom(() => Promise.reject(cause))(`${endpoint}/file`);
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD', status: undefined, cause });
  });
});
