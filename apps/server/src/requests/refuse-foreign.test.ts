import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { hostname } from 'node:os';

import { afterEach, describe, expect, it } from 'vitest';

import { callFake } from '../__tests__/call-app.ts';
import { FakeEmbedding, fakeReranker } from '../__tests__/fake-models.ts';
import { describeRoutes } from '../description/describe-routes.ts';
import { dialects } from '../dialects/dialects.ts';
import { type RunningServer, serve, type ServeOptions } from '../serve.ts';

const models = { embedding: new FakeEmbedding(), reranker: fakeReranker };
const routes = [
  ...describeRoutes(dialects, models).map(({ method, path, example }) => ({ method, path, body: example })),
  ...['/', '/docs', '/nothing'].map((path) => ({ method: 'get', path, body: undefined })),
  { method: 'options', path: '/v1/embeddings', body: undefined },
];

// The name of this machine, where it means a loopback address.
const localNames = await lookup(hostname()).then(
  ({ address }) => (address.startsWith('127.') ? [hostname()] : []),
  () => [],
);

let server: RunningServer;
afterEach(() => server.close());

async function start(options: Partial<ServeOptions> = {}): Promise<void> {
  server = await serve({ port: 0, models, ...options });
}

/** Sends a request with headers that `fetch` does not let callers set. */
function send(
  { method, path, body }: (typeof routes)[0],
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const all = { 'content-type': 'application/json', ...headers };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(server.url + path, { method: method.toUpperCase(), headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    sent.on('error', reject).end(body && JSON.stringify(body));
  });
}

const health = { method: 'get', path: '/health', body: undefined };
const rerank = routes.find(({ path }) => path === '/v2/rerank')!;

describe('a server on a loopback address without a key', () => {
  it.each(routes)('refuses $method $path from a page whose host name resolves to this machine', async (route) => {
    await start();
    const { port } = server;
    expect((await send(route, { host: `attacker.example:${port}` })).status).toBe(403);
    expect((await send(route, { host: `localhost:${port}`, origin: 'https://attacker.example' })).status).toBe(403);
    expect((await send(route, { host: `localhost:${port}`, origin: `http://localhost:${port}` })).status).not.toBe(403);
    expect((await send(route, {})).status).not.toBe(403);
  });

  it('explains the refusal in the dialect of the path', async () => {
    await start();
    const { text: aboutHost } = await send(rerank, { host: 'attacker.example' });
    expect(JSON.parse(aboutHost)).toEqual({ message: expect.stringContaining('--allow-host') as string });
    const { text: aboutOrigin } = await send(rerank, { origin: 'https://attacker.example' });
    expect(JSON.parse(aboutOrigin)).toEqual({ message: expect.stringContaining('--cors') as string });
  });

  it('accepts requests with an allowed host and origin', async () => {
    await start({ allowedHosts: ['search.internal'], corsOrigin: 'https://app.example' });
    const known = { host: 'search.internal', origin: 'https://app.example' };
    expect((await send(rerank, known)).status).toBe(200);
    expect((await send({ method: 'options', path: '/v2/rerank', body: undefined }, known)).status).toBe(204);
    expect((await send(rerank, { ...known, origin: 'https://other.example' })).status).toBe(403);
  });
});

it.each(['search.internal:80', 'https://search.internal', '*'])(
  'refuses to start with the allowed host %s',
  async (name) => {
    await expect(start({ allowedHosts: [name] })).rejects.toThrow('allowedHosts[0] must be one host name');
  },
);

it.each(['127.1', '::ffff:127.0.0.1', ...localNames])('refuses foreign hosts when it listens on %s', async (host) => {
  await start({ host });
  expect((await send(health, { host: 'attacker.example' })).status).toBe(403);
  expect((await send(health, { host: '127.0.0.1' })).status).toBe(200);
});

it.each(localNames)('accepts the host that it was told to listen on: %s', async (host) => {
  await start({ host });
  expect((await send(health, { host: `${host}:80` })).status).toBe(200);
});

it('checks only the key of a request to a foreign host when the server has a key', async () => {
  await start({ apiKeys: ['key'] });
  const foreign = { host: 'attacker.example', origin: 'https://attacker.example' };
  expect((await send(rerank, foreign)).status).toBe(401);
  expect((await send(rerank, { ...foreign, authorization: 'Bearer key' })).status).toBe(200);
});

it('accepts requests to a foreign host when the server listens on all addresses', async () => {
  await start({ host: '0.0.0.0' });
  expect((await send(health, { host: 'search.example' })).status).toBe(200);
});

it('accepts requests to every host when the app has no address', async () => {
  const call = callFake();
  expect((await call('/health', undefined, { headers: { host: 'search.example' } })).status).toBe(200);
});
