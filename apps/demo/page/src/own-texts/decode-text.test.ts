import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeText } from './decode-text.ts';

describe('a file', () => {
  it.each([
    ['UTF-8', [0x63, 0xc3, 0xa9]],
    ['UTF-8', [0xef, 0xbb, 0xbf, 0x63, 0xc3, 0xa9]],
    ['UTF-16', [0xff, 0xfe, 0x63, 0x00, 0xe9, 0x00]],
    ['UTF-16', [0xfe, 0xff, 0x00, 0x63, 0x00, 0xe9]],
    ['Windows-1252', [0x63, 0xe9]],
  ])('is read as %s: %j', (encoding, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ content: 'cé', encoding });
  });

  it('in UTF-8 is read as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        fc.pre(!content.startsWith('\uFEFF'));
        expect(decodeText(new TextEncoder().encode(content))).toEqual({ content, encoding: 'UTF-8' });
      }),
    );
  });

  it('of any bytes is read without a replacement character', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        fc.pre(!Buffer.from(bytes).includes('\uFFFD'));
        expect(decodeText(bytes).content).not.toContain('\uFFFD');
      }),
    );
  });
});
