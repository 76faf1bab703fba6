import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { FakeEmbedding } from '../__tests__/fake-models.ts';
import { createApp } from '../create-app.ts';

const maxBodyBytes = 1000;
const app = createApp({ models: { embedding: new FakeEmbedding() }, limits: { maxBodyBytes, maxTexts: 3 } });
const json = JSON.stringify({ inputs: 'abc', normalize: false });

async function send(
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const all = { 'content-type': 'application/json', ...headers };
  const response = await app.fetch(new Request('http://localhost/embed', { method: 'POST', headers: all, body }));
  return { status: response.status, body: await response.json() };
}

describe('a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json'])(
    'is accepted with the content type %s',
    async (type) => expect(await send(json, { 'content-type': type })).toEqual({ status: 200, body: [[3, 1]] }),
  );

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/plain; a=application/json',
    '',
  ])('is refused if its content type is "%s"', async (type) => {
    const error = expect.stringContaining("'Content-Type: application/json'") as string;
    expect(await send(json, { 'content-type': type })).toMatchObject({ status: 415, body: { error } });
  });

  it('is refused if it has no content type', async () => {
    const request = new Request('http://localhost/embed', { method: 'POST', body: new Blob([json]) });
    expect(request.headers.has('content-type')).toBe(false);
    expect((await app.fetch(request)).status).toBe(415);
  });

  it('is refused when it is not UTF-8, instead of read with replacement characters', async () => {
    const error = expect.stringContaining('not UTF-8') as string;
    const latin1 = Buffer.from('{"inputs":"café"}', 'latin1');
    expect(await send(latin1)).toMatchObject({ status: 400, body: { error } });
    expect(await send(latin1, { 'content-length': String(latin1.length) })).toMatchObject({
      status: 400,
      body: { error },
    });
    expect((await send('{"inputs":"café"}')).status).toBe(200);
  });

  it.each([
    ['gzip', gzipSync(json)],
    ['GZIP', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['identity', Buffer.from(json)],
  ])('is decompressed from %s', async (encoding, body) => {
    expect(await send(body, { 'content-encoding': encoding })).toEqual({ status: 200, body: [[3, 1]] });
  });

  it('is refused when its encoding is not supported or its data is damaged', async () => {
    const error = expect.stringContaining("'br'") as string;
    const brotli = await send(brotliCompressSync(json), { 'content-encoding': 'br' });
    expect(brotli).toMatchObject({ status: 415, body: { error } });
    expect((await send(json, { 'content-encoding': 'constructor' })).status).toBe(415);
    expect((await send(json, { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await send(gzipSync(json).subarray(0, 20), { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('is refused when it is too long after decompression', async () => {
    const long = gzipSync(JSON.stringify({ inputs: 'x'.repeat(10_000) }));
    expect(long.length).toBeLessThan(maxBodyBytes);
    expect((await send(long, { 'content-encoding': 'gzip' })).status).toBe(413);
  });
});

it('refuses a list that is too long before it checks the items', async () => {
  const error = 'inputs has 4 items, but one request may have at most 3 texts. Send fewer in one request.';
  expect(await send('{"inputs":[1,2,3,4]}')).toMatchObject({ status: 413, body: { error } });
});

it('refuses an unknown field and names it', async () => {
  const error = 'late_chunking: this server does not have this option. Leave it out.';
  expect(await send('{"inputs":"abc","late_chunking":true}')).toMatchObject({ status: 422, body: { error } });
});

describe('JSON', () => {
  it.each(['{"inputs":"a\\ud83d"}', '{"inputs":["a","\\uDE00\\uD83D"]}', '{"inputs":"a","\\ud800":1}'])(
    'is refused with a lone surrogate: %s',
    async (text) => {
      const error = expect.stringContaining('half of a surrogate pair') as string;
      expect(await send(text)).toMatchObject({ status: 400, body: { error } });
    },
  );

  it('is accepted with a whole surrogate pair as escapes', async () => {
    expect((await send('{"inputs":"\\ud83d\\ude00 \\\\ud800"}')).status).toBe(200);
  });

  it('is refused before it is parsed when it is nested deeply or has too many parts', async () => {
    const roomy = createApp({ models: { embedding: new FakeEmbedding() } });
    const ask = async (body: string): Promise<[number, unknown]> => {
      const headers = { 'content-type': 'application/json' };
      const response = await roomy.fetch(new Request('http://localhost/embed', { method: 'POST', headers, body }));
      return [response.status, await response.json()];
    };
    const deep = '['.repeat(1_000_000);
    expect(await ask(deep)).toMatchObject([400, { error: 'The body is nested more than 32 levels deep.' }]);
    const many = `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":0`).join()}}`;
    const error = 'The body has more than 9216 objects, lists and fields. Send fewer texts in one request.';
    expect(await ask(many)).toMatchObject([413, { error }]);
    // Marks inside of a string are text.
    expect((await ask(`{"inputs":${JSON.stringify('{[:"\\'.repeat(10_000))}}`))[0]).toBe(200);
  });
});
