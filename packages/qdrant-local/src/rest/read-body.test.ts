import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callRest, smallDatabase } from '../__fixtures__/call-rest.ts';
import type { QdrantLocal } from '../api/qdrant-local.ts';

let database: QdrantLocal;
beforeEach(async () => {
  database = await smallDatabase();
});
afterEach(() => database.close());

describe('bodies', () => {
  const count = 'POST /collections/c/points/count';

  test.each([
    ['an empty body', '', 'EOF while parsing a value'],
    ['half a body', '{"filter":', 'JSON'],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'invalid UTF-8'],
  ])("%s is rejected with 400 and the server's message", async (_what, body, detail) => {
    const answer = await callRest(database, count, { body });
    expect(answer.status).toBe(400);
    expect(errorOf(answer.body)).toMatch(/^Format error in JSON body: /);
    expect(errorOf(answer.body)).toContain(detail);
  });

  test('a body of many megabytes is decoded correctly, wherever its characters are split', async () => {
    for (const lead of ['', 'a', 'ab', 'abc']) {
      const text = lead + '日本語 😀 '.repeat(150_000);
      const body = Buffer.from(JSON.stringify({ points: [{ id: 8, vector: [1, 1], payload: { text } }] }));
      expect(await callRest(database, 'PUT /collections/c/points', { body })).toMatchObject({ status: 200 });
      const [point] = await database.retrieve('c', { ids: [8] });
      expect(point?.payload?.['text'] === text).toBe(true);
      body[2 ** 20 + 1] = 0xff;
      const answer = await callRest(database, 'PUT /collections/c/points', { body });
      expect([answer.status, errorOf(answer.body)]).toEqual([400, 'Format error in JSON body: invalid UTF-8']);
    }
  });

  test('a duplicate field is rejected with 400, except in a payload, where the last value counts', async () => {
    const twice = await callRest(database, count, { body: '{"filter":{"must":[]},"filter":{}}' });
    expect([twice.status, errorOf(twice.body)]).toEqual([400, 'Format error in JSON body: duplicate field `filter`']);
    const body = '{"points":[{"id":7,"vector":[1,1],"payload":{"a":1,"a":2}}]}';
    expect(await callRest(database, 'PUT /collections/c/points', { body })).toMatchObject({ status: 200 });
    expect(await database.retrieve('c', { ids: [7] })).toMatchObject([{ payload: { a: 2 } }]);
  });

  test.each([['[]'], ['null'], ['1'], ['"a"'], ['true']])(
    'a body that is %s instead of an object is rejected with 400',
    async (body) => {
      expect(await callRest(database, count, { body })).toMatchObject({ status: 400 });
    },
  );

  test.each([['application/json; charset=utf-8'], ['text/plain'], ['application/x-www-form-urlencoded'], [undefined]])(
    'a body of the type %s is read, as by a server',
    async (type) => {
      const headers = { 'content-type': type };
      expect(await callRest(database, count, { body: {}, headers })).toMatchObject({ status: 200 });
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('a body with %s is decompressed, and the limit applies to the decompressed size', async (encoding, compress) => {
    const headers = { 'content-encoding': encoding };
    const body = compress(JSON.stringify({ filter: { must: [{ has_id: [1] }] } }).padEnd(1000));
    const answer = await callRest(database, count, { body, headers, maxBodyBytes: 1000 });
    expect(answer).toMatchObject({ status: 200, body: { result: { count: 1 } } });
    expect(await callRest(database, count, { body, headers, maxBodyBytes: 999 })).toMatchObject({ status: 413 });
    expect(await callRest(database, count, { body: {}, headers })).toMatchObject({ status: 400 });
  });

  test('a body with another encoding is rejected with 415', async () => {
    for (const encoding of ['br', 'zstd', 'gzip, br']) {
      const headers = { 'content-encoding': encoding };
      expect(await callRest(database, count, { body: {}, headers })).toMatchObject({ status: 415 });
    }
  });
});

function errorOf(body: unknown): string {
  return (body as { status: { error: string } }).status.error;
}
