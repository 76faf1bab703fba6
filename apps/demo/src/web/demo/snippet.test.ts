import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toSnippet } from './snippet.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const graphemesOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

describe('a snippet', () => {
  it('divides no grapheme, and is as long as it can be', () => {
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

  it('is the text where that is short, and at most 200 characters', () => {
    expect(toSnippet('short')).toBe('short');
    expect(toSnippet('x'.repeat(200))).toHaveLength(200);
    expect(toSnippet('x'.repeat(20_000))).toHaveLength(200);
  });

  it('is empty where one grapheme is longer than all of it', () => {
    expect(toSnippet(`e${'\u0301'.repeat(5_000)}`)).toBe('');
  });
});
