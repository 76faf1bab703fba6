import { gzipSync } from 'node:zlib';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { DemoClient, eventsOf } from './__tests__/demo-client.ts';
import { fakeModels } from './__tests__/fake-models.ts';
import type { Failure } from './contract.ts';

const names = { embedder: 'fake/embedder', reranker: 'fake/reranker' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-demo-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>The page</title>');
  await writeFile(join(folder, 'assets/page-1a2b.js'), 'export {};');
});
afterAll(() => rm(folder, { recursive: true }));

let client: DemoClient;
beforeEach(async () => {
  client = await DemoClient.start({ models: fakeModels(), pageDirectory: folder, heartbeatMs: 1 });
  client.demo.start(names);
  await client.statesUntil(({ collections, models }) => collections[0]!.ready && models.reranker.phase === 'ready');
});
afterEach(() => client[Symbol.asyncDispose]());

/** Sends a request with headers that `fetch` does not let callers set. */
function send(
  path: string,
  method: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify({ query: 'toys', collection: 'movies', firstStage: 'words', rerank: false });
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers };
    const request = httpRequest(client.url + path, { method, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    request.on('error', reject).end(method === 'POST' ? body : undefined);
  });
}

describe('the page', () => {
  it('is served with security and cache headers', async () => {
    const response = await fetch(client.url);
    expect(await response.text()).toContain('The page');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${client.url}assets/page-1a2b.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
  });

  it('serves nothing outside its folder', async () => {
    for (const path of ['../package.json', '..%2fpackage.json', '%2e%2e/package.json', 'nothing.js']) {
      expect((await send(path, 'GET', {})).status).toBe(404);
    }
  });

  it('returns a message if it is not built, and the API still works', async () => {
    await using bare = await DemoClient.start({ models: fakeModels(), pageDirectory: join(folder, 'absent') });
    const { status, body } = await bare.request<Failure>('GET', '');
    expect([status, body.error.code]).toEqual([503, 'PAGE_MISSING']);
    expect(body.error.message).toContain('npm run build');
    expect((await bare.request('GET', 'api/state')).status).toBe(200);
  });
});

describe('a request', () => {
  it.each([
    ['127.0.0.1:80', 200],
    ['localhost:4173', 200],
    ['LOCALHOST', 200],
    ['attacker.example', 403],
    ['127.0.0.1.attacker.example', 403],
    ['localhost@attacker.example', 400],
    ['192.168.0.1', 403],
  ])('to the host %s gets %i', async (host, status) => {
    expect((await send('api/state', 'GET', { host })).status).toBe(status);
    expect((await send('', 'GET', { host })).status).toBe(status);
  });

  it.each<[Record<string, string>, number]>([
    [{}, 200],
    [{ origin: 'http://localhost:1' }, 200],
    [{ origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'http://localhost:2' }, 403],
    [{ origin: 'https://localhost:1' }, 403],
    [{ origin: 'https://attacker.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('with the method POST or DELETE and the headers %j gets %i', async (headers, status) => {
    expect((await send('api/search', 'POST', { host: 'localhost:1', ...headers })).status).toBe(status);
    const isRefused = (await send('api/models/loading', 'DELETE', { host: 'localhost:1', ...headers })).status === 403;
    expect(isRefused).toBe(status === 403);
  });

  it('with the method GET from another origin is refused', async () => {
    for (const path of ['', 'api/state', 'api/events', 'assets/page-1a2b.js', 'api/nothing']) {
      expect((await send(path, 'GET', { host: 'localhost:1', origin: 'https://attacker.example' })).status).toBe(403);
    }
  });

  it('is refused when its content type is not JSON, or its body is not UTF-8', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      expect((await send('api/search', 'POST', { 'content-type': type })).status).toBe(415);
    }
    const body = Buffer.from('{"query":"café"}', 'latin1');
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${client.url}api/search`, { method: 'POST', headers, body })).status).toBe(400);
  });

  it('may be compressed with gzip, and is refused with another encoding', async () => {
    const statusOf = async (encoding: string, body: Uint8Array): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      return (await fetch(`${client.url}api/search`, { method: 'POST', headers, body })).status;
    };
    const json = Buffer.from('{"query":7}');
    expect(await statusOf('gzip', gzipSync(json))).toBe(422);
    expect(await statusOf('gzip', json)).toBe(400);
    expect(await statusOf('br', json)).toBe(415);
  });

  it.each<[string, object, number, string]>([
    ['an empty query', { query: ' \n' }, 422, 'query'],
    ['a query that is not a text', { query: 7 }, 422, 'query'],
    ['a long query', { query: 'x'.repeat(1_001) }, 413, 'query'],
    ['an unknown first stage', { query: 'toys', firstStage: 'sparse' }, 422, 'firstStage'],
    ['no candidate', { query: 'toys', candidates: 0 }, 422, 'candidates'],
    ['too many candidates', { query: 'toys', candidates: 101 }, 422, 'candidates'],
    ['a fractional number of candidates', { query: 'toys', candidates: 1.5 }, 422, 'candidates'],
    ['more to show than candidates', { query: 'toys', candidates: 2, topK: 3 }, 422, 'topK'],
    ['an unknown collection', { query: 'toys', collection: 'nowhere' }, 404, 'collection'],
  ])('a search with %s is refused', async (_, fields, status, parameter) => {
    const { status: answered, body } = await client.search(fields);
    expect([answered, body.error.parameter]).toEqual([status, parameter]);
    expect(body.error.message).toMatch(/^.+\.$/);
  });

  it('with invalid JSON, an invalid body or an unknown path is refused', async () => {
    expect(await client.request('POST', 'api/search', '{"query":')).toMatchObject({ status: 400 });
    expect(await client.request('POST', 'api/search', '[]')).toMatchObject({ status: 422 });
    expect(await client.request('POST', 'api/models', { role: 'judge', name: 'x' })).toMatchObject({
      status: 422,
      body: { error: { parameter: 'role', message: "role must be 'embedder' or 'reranker'." } },
    });
    expect(await client.request('GET', 'api/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
  });

  it('gets no details of an internal error, which is reported instead', async () => {
    const mistake = new TypeError('undefined at secret.js');
    client.demo.search = () => Promise.reject(mistake);
    const { status, body } = await client.search({ query: 'toys' });
    expect([status, body.error.code]).toEqual([500, 'INTERNAL']);
    expect(body.error.message).not.toContain('secret');
    expect(client.errors).toEqual([mistake]);
  });
});

describe('new texts', () => {
  const add = (texts: unknown) => client.add({ name: 'mine', texts });

  it.each<[string, unknown, number, string]>([
    ['none', [], 422, 'must have at least one text'],
    ['no list', 'text', 422, 'must be a list of strings'],
    ['a number among them', ['text', 1], 422, 'must be a string'],
    ['10,001 of them', Array<string>(10_001).fill(''), 413, '10001 texts, but at most 10000 are allowed'],
    ['a long one', ['text', 'x'.repeat(20_001)], 413, 'Text 2 has 20001 characters'],
    ['too many characters', Array<string>(1_001).fill('x'.repeat(20_000)), 413, 'The texts have 20020000 characters'],
    ['too many bytes', Array<string>(600).fill('한'.repeat(20_000)), 413, 'longer than 20 MiB'],
  ])('are refused: %s', async (_, texts, status, message) => {
    const { status: answered, body } = await add(texts);
    expect(answered).toBe(status);
    expect((body[0] as Failure).error.message).toContain(message);
    expect(client.demo.state.collections).toHaveLength(1);
  });

  it('need a name', async () => {
    expect((await client.add({ name: ' ', texts: ['one'] })).status).toBe(422);
  });
});

describe('the events', () => {
  it('start with the state and contain heartbeats', async () => {
    const controller = new AbortController();
    const response = await fetch(`${client.url}api/events`, { signal: controller.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = eventsOf(response);
    const first = await events.next();
    expect(first.value).toMatch(/^event: state\ndata: \{"models":/);
    expect((await events.next()).value).toBe(': alive');
    controller.abort();
  });
});
