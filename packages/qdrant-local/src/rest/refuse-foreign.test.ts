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

/** The status of a deletion. */
async function statusOf(headers: IncomingHttpHeaders, options: CallRestOptions = {}): Promise<number> {
  return (await callRest(database, deletion, { body, headers, ...options })).status;
}

describe('a server on a loopback address without a key', () => {
  const requests = [
    ...routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, 'x')}` as const),
    'GET /nothing' as const,
    'OPTIONS /collections' as const,
  ];

  test.each(requests)('refuses %s of a page whose name points at this machine', async (request) => {
    const answer = await callRest(database, request, { body, headers: { host: 'attacker.example:6333' } });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('attacker.example:6333');
  });

  test.each(requests)("refuses %s of another site's page", async (request) => {
    const headers = { host: '127.0.0.1:6333', origin: 'https://attacker.example' };
    expect(await callRest(database, request, { body, headers })).toMatchObject({ status: 403 });
    expect(await callRest(database, request, { body, headers: { ...headers, origin: 'null' } })).toMatchObject({
      status: 403,
    });
  });

  test('says of a page without an origin what its header is', async () => {
    const headers = { host: '127.0.0.1:6333', origin: 'null' };
    const { text } = await callRest(database, 'GET /collections', { headers });
    expect(text).toContain(
      "answers no page of another site, and the Origin of this request is 'null'. Start it with --api-key.",
    );
  });

  test.each([
    [{}],
    [{ host: 'localhost:6333' }],
    [{ host: '[::1]:6333' }],
    [{ host: '127.0.0.1:6333', origin: 'http://127.0.0.1:6333' }],
  ])('answers a program that sends %j', async (headers) => {
    expect(await statusOf(headers)).toBe(200);
  });

  test('changes nothing by a refused request, and says what to do', async () => {
    const answer = await callRest(database, deletion, { body, headers: { host: 'attacker.example' } });
    expect(answer.body).toMatchObject({
      status: {
        error:
          "Forbidden: Without a key this server answers to the names of this machine, not to 'attacker.example'. Ask for 127.0.0.1, or start it with --allow-host or --api-key.",
      },
    });
    expect(await database.count('c')).toEqual({ count: 2 });
  });

  test('answers to the names that it is told of', async () => {
    const allowedHosts = ['qdrant.example'];
    expect(await statusOf({ host: 'Qdrant.example' }, { allowedHosts })).toBe(200);
    expect(await statusOf({ host: 'other.example' }, { allowedHosts })).toBe(403);
  });
});

test('a server with a key answers whoever has it, under any name and with any type', async () => {
  const headers = { host: 'x.example', origin: 'https://y.example', 'content-type': 'text/plain', 'api-key': 'k' };
  expect(await statusOf(headers, { apiKey: 'k' })).toBe(200);
  expect(await statusOf({ ...headers, 'api-key': 'wrong' }, { apiKey: 'k' })).toBe(401);
});

describe('a server on an address of a network without a key', () => {
  const host = '0.0.0.0';

  test('answers under any name', async () => {
    expect(await statusOf({ host: 'box.example' }, { host })).toBe(200);
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/jsonp'], [undefined]])(
    'refuses a body of the type %s from a page: it can be sent without asking',
    async (type) => {
      const headers = { host: 'box.example', origin: 'https://attacker.example', 'content-type': type };
      expect(await statusOf(headers, { host })).toBe(415);
      expect(await database.count('c')).toEqual({ count: 2 });
    },
  );

  test.each([['application/json; charset=utf-8'], ['Application/JSON'], ['application/vnd.api+json']])(
    'reads a body of the type %s from a page, which its browser asked for',
    async (type) => {
      expect(await statusOf({ origin: 'https://page.example', 'content-type': type }, { host })).toBe(200);
    },
  );
});
