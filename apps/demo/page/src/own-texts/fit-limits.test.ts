import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fitLimits } from './fit-limits.ts';

const limits = { texts: 3, charactersPerText: 5, charactersInAll: 12 };

describe('texts within the limits', () => {
  it('stay as they are, without a word', () => {
    expect(fitLimits(['one', 'two'], limits)).toEqual({ texts: ['one', 'two'], notes: [] });
  });

  it('are cut where they are too long, not within a character', () => {
    expect(fitLimits(['abcdefg', 'abcd😀'], limits)).toEqual({
      texts: ['abcde', 'abcd'],
      notes: ['2 texts cut at 5 characters.'],
    });
  });

  it('are the first ones where there are too many, or too many characters in all', () => {
    expect(fitLimits(['a', 'b', 'c', 'd'], limits).texts).toEqual(['a', 'b', 'c']);
    const { texts, notes } = fitLimits(['12345', '12345', '123'], limits);
    expect(texts).toEqual(['12345', '12345']);
    expect(notes).toEqual(['Only the first 2 texts are taken: the demo keeps up to 12 characters.']);
  });

  it('never go beyond', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (given) => {
        const { texts, notes } = fitLimits(given, limits);
        expect(texts.length).toBeLessThanOrEqual(limits.texts);
        expect(texts.every((text) => text.length <= limits.charactersPerText && text.isWellFormed())).toBe(true);
        expect(texts.join('').length).toBeLessThanOrEqual(limits.charactersInAll);
        expect(notes.length === 0).toBe(texts.join('\n') === given.join('\n'));
      }),
    );
  });
});
