import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toSnippet } from './snippet.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const graphemesOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

describe('toSnippet', () => {
  it('returns as many whole graphemes as fit', () => {
    const grapheme = fc.constantFrom('a', 'é', 'e\u0301', '👩‍👩‍👧', '🇫🇷', '\r\n', '한', 'ن', '👍🏽', '\u200F');
    fc.assert(
      fc.property(fc.array(grapheme, { maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (parts, length) => {
        const text = parts.join('');
        let expected = '';
        for (const part of graphemesOf(text)) {
          if (expected.length + part.length > length) break;
          expected += part;
        }
        expect(toSnippet(text, length)).toBe(expected);
      }),
    );
  });

  it('returns a short text unchanged and at most 200 characters of a long one', () => {
    expect(toSnippet('short')).toBe('short');
    expect(toSnippet('x'.repeat(200))).toHaveLength(200);
    expect(toSnippet('x'.repeat(20_000))).toHaveLength(200);
  });

  it('returns an empty text when the first grapheme is too long', () => {
    expect(toSnippet(`e${'\u0301'.repeat(5_000)}`)).toBe('');
  });
});
