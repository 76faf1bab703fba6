import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { capCharacters } from './character-cap.ts';
import { toUtf16Offsets } from './code-point-offsets.ts';

describe('toUtf16Offsets', () => {
  it('counts astral characters as two units', () => {
    expect(toUtf16Offsets('😀 café', [[0, 1], [2, 6]])).toEqual([[0, 2], [3, 7]]); // prettier-ignore
  });

  it('selects the same characters as slicing an array of code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), fc.nat(20), (text, from, length) => {
        const codePoints = Array.from(text);
        const start = Math.min(from, codePoints.length);
        const end = Math.min(start + length, codePoints.length);
        const [offset] = toUtf16Offsets(text, [[start, end]]);
        expect(text.slice(...offset!)).toBe(codePoints.slice(start, end).join(''));
      }),
    );
  });
});

describe('capCharacters', () => {
  it('returns a text within the cap unchanged', () => {
    expect(capCharacters('abc', 3)).toEqual({ text: 'abc', truncatedCharacters: 0 });
  });

  it('never splits a surrogate pair and reports the number of units cut off', () => {
    expect(capCharacters('a😀b', 2)).toEqual({ text: 'a', truncatedCharacters: 3 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, cap) => {
        const capped = capCharacters(text, cap);
        expect(capped.text.length).toBeLessThanOrEqual(cap);
        expect(capped.text.length + capped.truncatedCharacters).toBe(text.length);
        expect(capped.text.isWellFormed?.() ?? true).toBe(true);
      }),
    );
  });
});
