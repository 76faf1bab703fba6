import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markMatches } from './mark-matches.ts';

const mark = (word: string): string => `\u0001${word}\u0002`;

describe('markMatches', () => {
  it('marks words that account for at least a twentieth of the score', () => {
    const matches = [
      { start: 0, end: 1, weight: 0.049 },
      { start: 2, end: 8, weight: 0.05 },
      { start: 9, end: 13, weight: 0.9 },
    ];
    expect(markMatches('A strong girl.', matches, mark)).toBe('A \u0001strong\u0002 \u0001girl\u0002.');
    expect(markMatches('A strong girl.', [], mark)).toBe('A strong girl.');
  });

  it('returns the text unchanged when the mark changes nothing', () => {
    const plain = (word: string): string => word;
    const scene = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      cuts: fc.uniqueArray(fc.nat(40), { maxLength: 12 }),
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(scene, ({ text, cuts, weight }) => {
        const places = cuts.filter((place) => place <= text.length).toSorted((a, b) => a - b);
        const matches = places.slice(1).map((end, index) => ({ start: places[index]!, end, weight }));
        expect(markMatches(text, matches, plain)).toBe(text);
        const marked = markMatches(text, matches, (word) => `<${word.length}>`);
        const lengths = Array.from(marked.matchAll(/<(\d+)>/g), ([, length]) => Number(length));
        if (!/[<>]/.test(text)) {
          expect(lengths).toEqual(weight < 0.05 ? [] : matches.map(({ start, end }) => end - start));
        }
      }),
    );
  });
});
