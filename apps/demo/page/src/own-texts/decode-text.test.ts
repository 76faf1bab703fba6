import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeText } from './decode-text.ts';

describe('decodeText', () => {
  it.each([
    ['UTF-8', [0x63, 0xc3, 0xa9]],
    ['UTF-8', [0xef, 0xbb, 0xbf, 0x63, 0xc3, 0xa9]],
    ['UTF-16', [0xff, 0xfe, 0x63, 0x00, 0xe9, 0x00]],
    ['UTF-16', [0xfe, 0xff, 0x00, 0x63, 0x00, 0xe9]],
    ['Windows-1252', [0x63, 0xe9]],
  ])('decodes %s: %j', (encoding, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ content: 'cé', encoding });
  });

  it('decodes any UTF-8 to the original text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        fc.pre(!content.startsWith('\uFEFF'));
        expect(decodeText(new TextEncoder().encode(content))).toEqual({ content, encoding: 'UTF-8' });
      }),
    );
  });

  it('decodes any bytes without replacement characters', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        fc.pre(!Buffer.from(bytes).includes('\uFFFD'));
        expect(decodeText(bytes).content).not.toContain('\uFFFD');
      }),
    );
  });
});
