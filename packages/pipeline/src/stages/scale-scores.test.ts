import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { scaleByDistribution, scaleToUnit, standardize } from './scale-scores.ts';

const scales = { scaleToUnit, standardize, scaleByDistribution };

describe.each(Object.entries(scales))('%s', (name, scale) => {
  const ofEqual = { scaleToUnit: 1, standardize: 0, scaleByDistribution: 0.5 }[name];
  const scores = fc.array(
    fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(Infinity, -Infinity)),
    { minLength: 1 },
  );

  it('maps equal scores exactly to one value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 60 }), (score, count) => {
        const equal = Array.from({ length: count }, () => score);
        expect(scale(equal)).toEqual(equal.map(() => ofEqual));
      }),
    );
  });

  it('keeps the order and returns finite numbers, also for infinite scores', () => {
    fc.assert(
      fc.property(scores, (given) => {
        const sorted = given.toSorted((a, b) => a - b);
        const scaled = scale(sorted);
        expect(scaled.every(Number.isFinite)).toBe(true);
        expect(scaled).toEqual(scaled.toSorted((a, b) => a - b));
      }),
    );
  });

  it('takes an infinite score for the nearest finite one', () => {
    expect(scale([Infinity, 3, 2, 1, -Infinity])).toEqual(scale([3, 3, 2, 1, 1]));
    expect(scale([Infinity, -Infinity])).toEqual(scale([1, -1]));
  });

  it('takes a list of any length', () => {
    expect(scale([])).toEqual([]);
    expect(scale(Array.from({ length: 300_000 }, (_, index) => index))).toHaveLength(300_000);
  });
});
