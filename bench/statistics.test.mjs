import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cosine, median, quantile } from './statistics.mjs';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('a quantile', () => {
  it('interpolates between neighbors', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([1, 2], 0.25)).toBe(1.25);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('is between the minimum and the maximum, which are the quantiles 0 and 1', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        expect(quantile(values, 0)).toBeCloseTo(Math.min(...values), 6);
        expect(quantile(values, 1)).toBeCloseTo(Math.max(...values), 6);
        expect(quantile(values, share)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(quantile(values, share)).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      }),
    );
  });

  it('of an empty list is NaN', () => {
    expect(median([])).toBeNaN();
  });
});

describe('the cosine', () => {
  it('is 1 for parallel, 0 for perpendicular, -1 for opposite vectors', () => {
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1, 12);
    expect(cosine([1, 0], [0, 3])).toBe(0);
    expect(cosine([1, 0], [-2, 0])).toBe(-1);
  });

  it('throws for vectors of different dimensions', () => {
    expect(() => cosine([1], [1, 2])).toThrow('The vectors have 1 and 2 dimensions.');
  });
});
