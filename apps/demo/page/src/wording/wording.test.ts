import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ordinal } from './ordinal.ts';
import { countOf, formatBytes, formatMilliseconds, formatScore, formatTimeLeft } from './quantities.ts';
import { shorten, titleOf } from './shorten.ts';

describe('the wording of quantities', () => {
  it.each([
    [ordinal(1), '1st'],
    [ordinal(2), '2nd'],
    [ordinal(3), '3rd'],
    [ordinal(11), '11th'],
    [ordinal(23), '23rd'],
    [ordinal(100), '100th'],
    [countOf(1, 'text'), '1 text'],
    [countOf(10_000, 'text'), '10,000 texts'],
    [formatBytes(0), '0 B'],
    [formatBytes(999), '999 B'],
    [formatBytes(130_000_000), '130 MB'],
    [formatBytes(1_110_000_000), '1.11 GB'],
    [formatMilliseconds(0.42), '0.4 ms'],
    [formatMilliseconds(41.6), '42 ms'],
    [formatMilliseconds(1240), '1.2 s'],
    [formatMilliseconds(61_000), '61 s'],
    [formatTimeLeft(400), 'about 1 second left'],
    [formatTimeLeft(72_000), 'about 2 minutes left'],
    [formatScore(-3.28924), '−3.289'],
    [formatScore(27.5), '27.50'],
    [formatScore(0), '0.000'],
  ])('returns %s', (said, expected) => expect(said).toBe(expected));
});

describe('shorten and titleOf', () => {
  it('truncate between words', () => {
    expect(shorten('The toys are mistakenly delivered', 12)).toBe('The toys are…');
    expect(shorten('The toys are mistakenly delivered', 14)).toBe('The toys are…');
    expect(shorten('One line\n  and another', 100)).toBe('One line and another');
  });

  it('truncate within a word if necessary, but never within a grapheme', () => {
    expect(shorten('w'.repeat(50), 10)).toBe(`${'w'.repeat(10)}…`);
    expect(shorten('👩‍👩‍👧‍👦'.repeat(50), 3)).toBe(`${'👩‍👩‍👧‍👦'.repeat(3)}…`);
  });

  it('return at most the given number of graphemes and an ellipsis', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const short = shorten(text, length);
        const graphemes = [...new Intl.Segmenter().segment(short)].length;
        expect(graphemes).toBeLessThanOrEqual(length + 1);
      }),
    );
  });

  it('use the first sentence as a title', () => {
    expect(titleOf("In 1431, Jeanne d'Arc is placed on trial. They attempt to force her.", 50)).toBe(
      "In 1431, Jeanne d'Arc is placed on trial",
    );
    expect(titleOf('A single sentence.', 50)).toBe('A single sentence');
    expect(titleOf('A sentence that is much too long for a title.', 20)).toBe('A sentence that is…');
  });
});
