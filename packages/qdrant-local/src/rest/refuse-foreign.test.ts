import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callRest, type CallRestOptions, smallDatabase } from '../__fixtures__/call-rest.ts';
import type { QdrantLocal } from '../api/qdrant-local.ts';
import { routes } from './route-table.ts';

let database: QdrantLocal;
beforeEach(async () => {
  database = await smallDatabase();
});
afterEach(() => database.close());

const deletion = 'POST /collections/c/points/delete';
const body = { points: [1] };

/** Returns the status of a deletion. */
async function statusOf(headers: IncomingHttpHeaders, options: CallRestOptions = {}): Promise<number> {
  return (await callRest(database, deletion, { body, headers, ...options })).status;
}

describe('a server on a loopback address without a key', () => {
  const requests = [
    ...routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, 'x')}` as const),
    'GET /nothing' as const,
    'OPTIONS /collections' as const,
  ];

  test.each(requests)('rejects %s from a page whose host name points to this machine', async (request) => {
    const answer = await callRest(database, request, { body, headers: { host: 'attacker.example:6333' } });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('attacker.example:6333');
  });

  test.each(requests)('rejects %s from a page of another site', async (request) => {
    const headers = { host: '127.0.0.1:6333', origin: 'https://attacker.example' };
    expect(await callRest(database, request, { body, headers })).toMatchObject({ status: 403 });
    expect(await callRest(database, request, { body, headers: { ...headers, origin: 'null' } })).toMatchObject({
      status: 403,
    });
  });

  test('names the Origin header of a page without an origin', async () => {
    const headers = { host: '127.0.0.1:6333', origin: 'null' };
    const { text } = await callRest(database, 'GET /collections', { headers });
    expect(text).toContain(
      "rejects pages of other sites, and the Origin of this request is 'null'. Start the server with --api-key.",
    );
  });

  test.each([
    [{}],
    [{ host: 'localhost:6333' }],
    [{ host: '[::1]:6333' }],
    [{ host: '127.0.0.1:6333', origin: 'http://127.0.0.1:6333' }],
  ])('accepts a program that sends %j', async (headers) => {
    expect(await statusOf(headers)).toBe(200);
  });

  test('changes nothing on a rejected request, and gives advice', async () => {
    const answer = await callRest(database, deletion, { body, headers: { host: 'attacker.example' } });
    expect(answer.body).toMatchObject({
      status: {
        error:
          "Forbidden: Without a key this server accepts only the host names of this machine, not 'attacker.example'. Use 127.0.0.1, or start the server with --allow-host or --api-key.",
      },
    });
    expect(await database.count('c')).toEqual({ count: 2 });
  });

  test('accepts the allowed host names', async () => {
    const allowedHosts = ['qdrant.example'];
    expect(await statusOf({ host: 'Qdrant.example' }, { allowedHosts })).toBe(200);
    expect(await statusOf({ host: 'other.example' }, { allowedHosts })).toBe(403);
  });
});

test('a server with a key accepts requests with that key, under any host name and content type', async () => {
  const headers = { host: 'x.example', origin: 'https://y.example', 'content-type': 'text/plain', 'api-key': 'k' };
  expect(await statusOf(headers, { apiKey: 'k' })).toBe(200);
  expect(await statusOf({ ...headers, 'api-key': 'wrong' }, { apiKey: 'k' })).toBe(401);
});

describe('a server on an address of a network without a key', () => {
  const host = '0.0.0.0';

  test('accepts any host name', async () => {
    expect(await statusOf({ host: 'box.example' }, { host })).toBe(200);
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/jsonp'], [undefined]])(
    'rejects a body of the type %s from a page, because a browser sends it without a preflight',
    async (type) => {
      const headers = { host: 'box.example', origin: 'https://attacker.example', 'content-type': type };
      expect(await statusOf(headers, { host })).toBe(415);
      expect(await database.count('c')).toEqual({ count: 2 });
    },
  );

  test.each([['application/json; charset=utf-8'], ['Application/JSON'], ['application/vnd.api+json']])(
    'reads a body of the type %s from a page, because a browser sends a preflight first',
    async (type) => {
      expect(await statusOf({ origin: 'https://page.example', 'content-type': type }, { host })).toBe(200);
    },
  );
});
