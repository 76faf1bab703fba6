import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callRest, smallDatabase } from '../__fixtures__/call-rest.ts';
import type { QdrantLocal } from '../api/qdrant-local.ts';
import { clientGone } from './rest-errors.ts';
import { routes } from './route-table.ts';

let database: QdrantLocal;
beforeEach(async () => {
  database = await smallDatabase();
});
afterEach(() => database.close());

describe('responses', () => {
  test('send a result in an envelope with its time in seconds', async () => {
    const { status, body, headers } = await callRest(database, 'POST /collections/c/points/count', { body: {} });
    expect({ status, body, headers }).toEqual({
      status: 200,
      body: { result: { count: 2 }, status: 'ok', time: expect.any(Number) },
      headers: { 'content-type': 'application/json' },
    });
  });

  test("send an error with the engine's status and message", async () => {
    const { status, body } = await callRest(database, 'GET /collections/none');
    expect({ status, body }).toEqual({
      status: 404,
      body: { status: { error: "Not found: Collection `none` doesn't exist!" }, time: expect.any(Number) },
    });
  });

  test('send the version without an envelope, as the official clients read it', async () => {
    const { body } = await callRest(database, 'GET /');
    expect(body).toMatchObject({ title: 'qdrant - vector search engine', version: expect.stringMatching(/^1\.20\./) });
  });

  test.each([
    ['/healthz', 'healthz check passed'],
    ['/livez', 'healthz check passed'],
    ['/readyz', 'all shards are ready'],
  ])('send a text for %s', async (path, text) => {
    expect(await callRest(database, `GET ${path}`)).toMatchObject({ status: 200, body: text });
  });

  test('read and write every digit of ids up to 2^64 - 1', async () => {
    const body = '{"points":[18446744073709551614]}';
    await callRest(database, 'POST /collections/c/points/delete', { body });
    const retrieved = await callRest(database, 'POST /collections/c/points', {
      body: '{"ids":[18446744073709551615]}',
    });
    expect(retrieved.text).toContain('"id":18446744073709551615,');
    const page = await callRest(database, 'POST /collections/c/points/scroll', { body: { limit: 1 } });
    expect(page.text).toContain('"next_page_offset":18446744073709551615');
    const { text } = await callRest(database, 'GET /collections/c/points/18446744073709551615');
    expect(text).toContain('"payload":{"name":"last"}');
  });

  test.each([
    ['a decay target', '{"prefetch":{},"query":{"formula":{"lin_decay":{"x":1,"target":1000000000000000}}}}'],
    ['a default called id', '{"prefetch":{},"query":{"formula":"id","defaults":{"id":1000000000000000}}}'],
    ['an offset', '{"query":[1,2],"offset":1000000000000000}'],
  ])('%s of 16 digits is a number, not an id', async (_what, body) => {
    expect(await callRest(database, 'POST /collections/c/points/query', { body })).toMatchObject({ status: 200 });
  });

  test('keep every digit of ids in the conditions of a formula and in the corpus of a query', async () => {
    const last = '{"has_id":[18446744073709551615]}';
    const formula = `{"prefetch":{},"query":{"formula":${last}},"limit":1}`;
    const { body } = await callRest(database, 'POST /collections/c/points/query', { body: formula });
    expect(body).toMatchObject({ result: { points: [{ id: 2 ** 64, score: 1 }] } });
    const corpus = `{"params":{"idf":{"corpus":{"must":[${last}]}}}}`;
    expect(await callRest(database, 'POST /collections/c/points/query', { body: corpus })).toMatchObject({
      status: 200,
    });
  });

  test('send 404 with the id of a missing point', async () => {
    const { status, body } = await callRest(database, 'GET /collections/c/points/7');
    expect({ status, error: errorOf(body) }).toEqual({
      status: 404,
      error: 'Not found: Point with id 7 does not exists!',
    });
    expect(await callRest(database, 'GET /collections/c/points/seven')).toMatchObject({ status: 422 });
  });

  test('percent-decode names, including names with a slash', async () => {
    const body = { vectors: { size: 1, distance: 'Dot' } };
    expect(await callRest(database, 'PUT /collections/caf%C3%A9%20%26', { body })).toMatchObject({ status: 200 });
    expect(await database.collectionExists('café &')).toEqual({ exists: true });
    expect(await callRest(database, 'PUT /collections/a%2Fb', { body })).toMatchObject({ status: 422 });
    expect(await callRest(database, 'GET /collections/%ff')).toMatchObject({ status: 400 });
  });

  test('send 503 when the database is closing', async () => {
    await database.close();
    const answer = await callRest(database, 'GET /collections');
    expect(answer).toMatchObject({ status: 503, error: { name: 'DisposedError' } });
  });

  test('send 500 without the reason of an unexpected error, and pass the reason to the listener', async () => {
    const broken = Object.assign(Object.create(database) as QdrantLocal, {
      count: () => Promise.reject(new TypeError('reading secret')),
    });
    const answer = await callRest(broken, 'POST /collections/c/points/count', { body: {} });
    expect(answer).toMatchObject({ status: 500, error: { message: 'reading secret' } });
    expect(errorOf(answer.body)).toBe('Service internal error');
  });
});

describe('a disconnected client', () => {
  const query = { query: [1, 2] };

  test.each([
    ['points', { ids: [1] }],
    ['points/scroll', {}],
    ['points/count', { filter: { must_not: [{ has_id: [1] }] } }],
    ['facet', { key: 'name' }],
    ['points/query', query],
    ['points/query/batch', { searches: [query] }],
    ['points/query/groups', { ...query, group_by: 'name' }],
    ['points/search/matrix/pairs', {}],
    ['points/search/matrix/offsets', {}],
  ])('ends POST %s', async (path, body) => {
    await database.createPayloadIndex('c', { field_name: 'name', field_schema: 'keyword' });
    const signal = AbortSignal.abort(clientGone());
    const answer = await callRest(database, `POST /collections/c/${path}`, { body, signal });
    expect([answer.status, answer.error]).toEqual([499, undefined]);
  });
});

describe('routes', () => {
  test('every route is found by its path and method, and reported by its pattern', async () => {
    for (const { method, path } of routes) {
      const answer = await callRest(database, `${method} ${path.replaceAll(/\{\w+\}/g, 'x')}`, { body: {} });
      expect([method, answer.route]).toEqual([method, path]);
    }
  });

  test('the table contains each operation once', () => {
    const operations = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(operations).size).toBe(operations.length);
  });

  test.each([
    ['GET /collections/', '/collections'],
    ['GET //collections//c///', '/collections/{collection_name}'],
    ['GET //', '/'],
    ['GET /collections/?timeout=1', '/collections'],
  ])('repeated and trailing slashes are ignored in %s', async (request, route) => {
    expect(await callRest(database, request as 'GET /')).toMatchObject({ status: 200, route });
  });

  test.each([['GET /nothing'], ['GET /collections/c/nothing/'], ['PUT /'], ['BREW /']])(
    '%s does not exist',
    async (request) => {
      expect(await callRest(database, request as 'GET /')).toMatchObject({ status: 404 });
    },
  );

  test('an unknown method lists the methods of the path', async () => {
    const { status, body } = await callRest(database, 'POST /collections/c/exists', { body: {} });
    expect({ status, error: errorOf(body) }).toEqual({
      status: 404,
      error: 'Not found: there is no POST /collections/c/exists. This path has GET, HEAD, OPTIONS.',
    });
  });

  test('OPTIONS lists the methods and allows no other origin', async () => {
    const { status, headers, text } = await callRest(database, 'OPTIONS /collections');
    expect({ status, headers, text }).toEqual({ status: 204, headers: { allow: 'GET, HEAD, OPTIONS' }, text: '' });
  });

  test('clusters, shards and snapshots are rejected with a message, whatever the body', async () => {
    const requests = [
      'GET /cluster',
      'PUT /collections/c/shards',
      'POST /snapshots',
      'PUT /collections/c/snapshots/recover',
    ];
    for (const request of requests) {
      const answer = await callRest(database, request as 'GET /', { body: 'no json' });
      expect(answer).toMatchObject({ status: 501 });
      expect(errorOf(answer.body)).toMatch(/^Not supported: .* is not available in the embedded engine\./);
      expect(answer.error).toBeUndefined();
    }
  });
});

describe('query parameters', () => {
  test.each([
    ['wait=true'],
    ['wait=false&ordering=strong&timeout=60'],
    ['consistency=majority'],
    ['consistency=2'],
    ['anything=else'],
    [''],
  ])('?%s is accepted', async (query) => {
    const body = { points: [{ id: 5, vector: [1, 1] }] };
    expect(await callRest(database, `PUT /collections/c/points?${query}`, { body })).toMatchObject({ status: 200 });
  });

  test('?timeout=0 is rejected with 422', async () => {
    const answer = await callRest(database, 'GET /collections?timeout=0');
    expect(answer.status).toBe(422);
    expect(errorOf(answer.body)).toMatch(/^Validation error in query parameters: \[timeout: value 0 invalid/);
  });

  test.each([['wait=1'], ['ordering=none'], ['timeout=-1'], ['timeout=x'], ['consistency=0']])(
    '?%s is rejected with 400, and nothing is written',
    async (query) => {
      const body = { points: [{ id: 5, vector: [1, 1] }] };
      const answer = await callRest(database, `PUT /collections/c/points?${query}`, { body });
      expect(answer.status).toBe(400);
      expect(errorOf(answer.body)).toMatch(/^Deserialize error in query parameters: /);
      expect(await database.count('c')).toEqual({ count: 2 });
    },
  );
});

describe('keys', () => {
  const apiKey = 'a-key';

  test.each([
    [{ 'api-key': apiKey }],
    [{ authorization: `Bearer ${apiKey}` }],
    [{ authorization: `bearer ${apiKey}` }],
  ])('%j is accepted', async (headers) => {
    expect(await callRest(database, 'GET /collections', { headers, apiKey })).toMatchObject({ status: 200 });
  });

  test.each([
    [{}, 'Must provide an API key or an Authorization bearer token'],
    [{ authorization: `Basic ${apiKey}` }, 'Must provide an API key or an Authorization bearer token'],
    [{ 'api-key': '' }, 'Invalid API key or JWT'],
    [{ 'api-key': 'a-kex' }, 'Invalid API key or JWT'],
    [{ 'api-key': 'a-key ' }, 'Invalid API key or JWT'],
    [{ 'api-key': 'wrong', authorization: `Bearer ${apiKey}` }, 'Invalid API key or JWT'],
  ])('%j is rejected with 401', async (headers, sentence) => {
    const answer = await callRest(database, 'GET /collections', { headers, apiKey });
    expect(answer.status).toBe(401);
    expect(errorOf(answer.body)).toBe(sentence);
    expect(answer.text).not.toContain(apiKey);
  });

  test('without a key, only the version and health are accessible, and other paths are not revealed', async () => {
    for (const { method, path, isOpen } of routes) {
      const { status } = await callRest(database, `${method} ${path}`, { body: {}, apiKey });
      expect([path, status]).toEqual([path, isOpen ? 200 : 401]);
    }
    expect(await callRest(database, 'GET /nothing', { apiKey })).toMatchObject({ status: 401 });
    expect(await callRest(database, 'OPTIONS /collections', { apiKey })).toMatchObject({ status: 401 });
  });
});

function errorOf(body: unknown): string {
  return (body as { status: { error: string } }).status.error;
}
