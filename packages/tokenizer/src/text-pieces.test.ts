import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { textPieces } from './text-pieces.ts';

describe('textPieces', () => {
  it('ends a piece before the last space of its second half', () => {
    expect([...textPieces('one two three', 8)]).toEqual([
      { text: 'one two', start: 0 },
      { text: ' three', start: 7 },
    ]);
    expect([...textPieces('a bcdefghijkl', 8)].map(({ text }) => text)).toEqual(['a bcdefg', 'hijkl']);
  });

  it('yields one piece for the empty text', () => {
    expect([...textPieces('', 5)]).toEqual([{ text: '', start: 0 }]);
  });

  it('keeps surrogate pairs whole, even one that is longer than the limit', () => {
    expect([...textPieces('a😀b', 2)].map(({ text }) => text)).toEqual(['a', '😀', 'b']);
    expect([...textPieces('😀😀', 1)].map(({ text }) => text)).toEqual(['😀', '😀']);
  });

  it('yields the whole text in pieces within the limit', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '😀', '東'), maxLength: 80 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 90 }), (text, maxCharacters) => {
        const pieces = [...textPieces(text, maxCharacters)];
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces) {
          expect(text.startsWith(piece.text, piece.start)).toBe(true);
          expect(piece.text.length).toBeLessThanOrEqual(maxCharacters);
          expect(piece.text.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
