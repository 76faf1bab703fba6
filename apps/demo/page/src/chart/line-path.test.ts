import fc from 'fast-check';
import { expect, it } from 'vitest';

import { linePath } from './line-path.ts';
import { nextPlace } from './next-place.ts';

it('draws a curve from the middle of one row to the middle of another', () => {
  expect(linePath(1, 3)).toBe('M0 0.5C50 0.5 50 2.5 100 2.5');
  expect(linePath(4, 4)).toBe('M0 3.5C50 3.5 50 3.5 100 3.5');
  expect(linePath(1, 3, { from: 40, to: 60 })).toBe('M40 0.5C50 0.5 50 2.5 60 2.5');
});

it('moves within the list only with the arrow keys, Home and End', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'Home', 'End'];
  expect(keys.map((key) => nextPlace(key, 2, 5))).toEqual([1, 3, 1, 5]);
  expect(nextPlace('a', 2, 5)).toBeUndefined();
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.integer({ min: 1, max: 100 }), fc.nat(99), (key, count, place) => {
      const next = nextPlace(key, Math.min(place + 1, count), count) ?? 0;
      expect(next).toBeGreaterThanOrEqual(1);
      expect(next).toBeLessThanOrEqual(count);
    }),
  );
});
