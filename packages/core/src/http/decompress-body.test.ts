import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decompressBody } from './decompress-body.ts';

const text = Buffer.from('a text that repeats itself, a text that repeats itself');

describe('decompressBody', () => {
  test.each([
    [undefined, text],
    ['', text],
    ['identity', text],
    ['gzip', gzipSync(text)],
    [' X-GZIP ', gzipSync(text)],
    ['deflate', deflateSync(text)],
  ])('returns the bytes of a body with the encoding %j', async (encoding, bytes) => {
    const body = await decompressBody(bytes, encoding, text.byteLength);
    expect('bytes' in body && Buffer.from(body.bytes)).toEqual(text);
  });

  test.each([
    [undefined, text],
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
  ])('applies the limit to the decompressed bytes of the encoding %j', async (encoding, bytes) => {
    expect(await decompressBody(bytes, encoding, text.byteLength - 1)).toMatchObject({ problem: 'size' });
  });

  test.each([
    ['br', brotliCompressSync(text)],
    ['gzip, gzip', text],
    ['constructor', text],
  ])('reports the unknown encoding %j', async (encoding, bytes) => {
    expect(await decompressBody(bytes, encoding, 1000)).toEqual({ problem: 'encoding' });
  });

  test('never rejects for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom('gzip', 'deflate'),
        async (bytes, encoding) => {
          // Random bytes can be a valid body, or the start of a long one.
          const body = await decompressBody(bytes, encoding, 1000);
          expect('bytes' in body ? 'bytes' : body.problem).toMatch(/^(?:bytes|size|damaged)$/);
        },
      ),
    );
    expect(await decompressBody(gzipSync(text).subarray(0, 20), 'gzip', 1000)).toMatchObject({ problem: 'damaged' });
  });
});
