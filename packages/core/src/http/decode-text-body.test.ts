import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { decodeTextBody } from './decode-text-body.ts';

const text = 'Zürich 🐝';
const bytes = Buffer.from(text);

describe('decodeTextBody', () => {
  test.each([
    [undefined, bytes],
    ['gzip', gzipSync(bytes)],
  ])('returns the text of a body with the encoding %j', async (encoding, body) => {
    expect(await decodeTextBody(body, encoding, 1000)).toEqual({ text });
  });

  test('reports bytes that are not UTF-8', async () => {
    const body = await decodeTextBody(Buffer.from(text, 'latin1'), undefined, 1000);
    expect(body).toEqual({ problem: 'utf-8', cause: expect.any(TypeError) as TypeError });
  });

  test.each([
    ['encoding', 'br', 1000],
    ['size', undefined, 5],
    ['damaged', 'gzip', 1000],
  ])('reports the problem %j of decompressing', async (problem, encoding, maxBytes) => {
    expect(await decodeTextBody(bytes, encoding, maxBytes)).toMatchObject({ problem });
  });
});
