import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fitLimits } from './fit-limits.ts';

const limits = { texts: 3, charactersPerText: 5, charactersInAll: 12, bytesPerRequest: 1000 };

describe('fitLimits', () => {
  it('returns texts within the limits unchanged', () => {
    expect(fitLimits(['one', 'two'], limits)).toEqual({ texts: ['one', 'two'], leftOut: [] });
  });

  it('truncates long texts, but not within a character', () => {
    const leftOut = [{ thing: 'end', reason: 'beyond the first 5 characters of a text', pieces: ['fg', '😀'] }];
    expect(fitLimits(['abcdefg', 'abcd😀'], limits)).toEqual({ texts: ['abcde', 'abcd'], leftOut });
  });

  it('keeps the first texts when there are too many texts or characters', () => {
    expect(fitLimits(['a', 'b', 'c', 'd'], limits).texts).toEqual(['a', 'b', 'c']);
    const { texts, leftOut } = fitLimits(['12345', '12345', '123'], limits);
    expect(texts).toEqual(['12345', '12345']);
    expect(leftOut).toEqual([
      { thing: 'text', reason: 'beyond the 12 characters that the demo keeps', pieces: ['123'] },
    ]);
  });

  it('keeps the texts whose JSON fits into a request', () => {
    const { texts, leftOut } = fitLimits(['蜂蜜', 'a"b'], { ...limits, bytesPerRequest: 14 });
    // Three bytes for each character, the quotation marks and a comma; a quotation mark within a text takes two.
    expect(texts).toEqual(['蜂蜜']);
    expect(leftOut).toEqual([{ thing: 'text', reason: 'beyond the 14 bytes that the demo keeps', pieces: ['a"b'] }]);
    expect(fitLimits(['蜂蜜', 'a"b'], { ...limits, bytesPerRequest: 16 }).texts).toHaveLength(2);
  });

  it('never exceeds the limits and loses no character', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (given) => {
        const { texts, leftOut } = fitLimits(given, limits);
        expect(texts.length).toBeLessThanOrEqual(limits.texts);
        expect(texts.every((text) => text.length <= limits.charactersPerText && text.isWellFormed())).toBe(true);
        expect(texts.join('').length).toBeLessThanOrEqual(limits.charactersInAll);
        const pieces = leftOut.flatMap((part) => part.pieces);
        const sorted = (parts: readonly string[]): string =>
          Array.from(parts.join('').replaceAll(/\s/g, '')).toSorted().join('');
        expect(sorted([...texts, ...pieces])).toBe(sorted(given));
      }),
    );
  });
});
