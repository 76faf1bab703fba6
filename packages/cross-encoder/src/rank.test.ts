import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { activate } from './activation.ts';
import { rank } from './rank.ts';

const score = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('rank', () => {
  it('returns a permutation of the documents, best first, with ties in input order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.oneof(score, fc.constantFrom(0, 1)))), (pairs) => {
        const documents = pairs.map(([document]) => document);
        const ranked = rank(documents, pairs.map(([, value]) => ({ score: value })), pairs.length + 1); // prettier-ignore
        expect(ranked.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(documents.map((_, index) => index));
        for (const [position, { index, document, score: value }] of ranked.entries()) {
          expect([document, value]).toEqual(pairs[index]);
          const next = ranked[position + 1];
          if (next !== undefined) expect(value > next.score || (value === next.score && index < next.index)).toBe(true);
        }
      }),
    );
  });

  it('returns the best topK', () => {
    expect(
      rank(['a', 'b', 'c'], [{ score: 1 }, { score: 3 }, { score: 2 }], 2).map(({ document }) => document),
    ).toEqual(['b', 'c']);
  });
});

describe('activate', () => {
  it('maps any logit into 0..1 and keeps the order', () => {
    fc.assert(
      fc.property(score, score, (a, b) => {
        const [low, high] = [activate(Math.min(a, b), 'sigmoid'), activate(Math.max(a, b), 'sigmoid')];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
    expect(activate(0, 'sigmoid')).toBe(0.5);
    expect(activate(-12.5, 'none')).toBe(-12.5);
  });
});
