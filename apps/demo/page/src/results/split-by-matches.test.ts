import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { splitByMatches } from './split-by-matches.ts';

describe('splitByMatches', () => {
  it('marks matches with a weight of at least 0.05', () => {
    const matches = [
      { start: 0, end: 1, weight: 0.049 },
      { start: 2, end: 8, weight: 0.05 },
      { start: 9, end: 13, weight: 0.9 },
    ];
    expect(splitByMatches('A strong girl', matches)).toEqual([
      { part: 'A ', isMatch: false },
      { part: 'strong', isMatch: true },
      { part: ' ', isMatch: false },
      { part: 'girl', isMatch: true },
    ]);
  });

  it('ignores a match that reaches beyond the text', () => {
    expect(splitByMatches('A str', [{ start: 2, end: 8, weight: 1 }])).toEqual([{ part: 'A str', isMatch: false }]);
  });

  it('returns parts that are not empty and join to the text', () => {
    const scene = fc.record({
      text: fc.string(),
      cuts: fc.uniqueArray(fc.nat(20)),
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(scene, ({ text, cuts, weight }) => {
        const places = cuts.toSorted((a, b) => a - b);
        const matches = places.slice(1).map((end, index) => ({ start: places[index]!, end, weight }));
        const parts = splitByMatches(text, matches);
        expect(parts.map(({ part }) => part).join('')).toBe(text);
        expect(parts.every(({ part }) => part !== '')).toBe(true);
        const marked = parts.flatMap(({ part, isMatch }) => (isMatch ? [part] : []));
        const wanted = weight < 0.05 ? [] : matches.filter(({ end }) => end <= text.length);
        expect(marked).toEqual(wanted.map(({ start, end }) => text.slice(start, end)));
      }),
    );
  });
});
