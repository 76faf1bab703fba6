import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compareRuns } from './compare-runs.ts';

const values = (list: readonly number[]): Record<string, number> =>
  Object.fromEntries(list.map((value, index) => [`q${index}`, value]));

test('a run that is better on every query is significantly better', () => {
  const first = values(Array.from({ length: 50 }, (_, index) => index / 100));
  const second = values(Array.from({ length: 50 }, (_, index) => index / 100 + 0.1 + (index % 5) / 100));
  const { difference, interval, pValue, wins, losses, ties } = compareRuns(first, second);
  expect(difference).toBeCloseTo(0.12, 10);
  expect(interval[0]).toBeGreaterThan(0.11);
  expect(interval[1]).toBeLessThan(0.13);
  expect(pValue).toBeLessThan(0.001);
  expect({ wins, losses, ties }).toEqual({ wins: 50, losses: 0, ties: 0 });
});

test('runs with equal wins and losses do not differ', () => {
  const { difference, pValue } = compareRuns(values([0, 1, 0, 1, 0, 1, 0, 1]), values([1, 0, 1, 0, 1, 0, 1, 0]));
  expect(difference).toBe(0);
  expect(pValue).toBe(1);
});

test('the p-value agrees with 400,000 resamples of NumPy within the error of 20,000 resamples', () => {
  // rng.choice(d - d.mean(), (400_000, 12)).mean(1), share with abs >= abs(d.mean()): 0.0212
  const differences = [0.1, -0.05, 0.2, 0.05, 0.15, -0.1, 0.1, 0.05, 0, 0.1, 0.12, -0.04];
  const { pValue } = compareRuns(values(differences.map(() => 0)), values(differences), { resamples: 20_000 });
  expect(Math.abs(pValue - 0.0212)).toBeLessThan(0.004);
});

test('the same seed returns the same result, and swapped runs the opposite', () => {
  const lists = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  fc.assert(
    fc.property(lists, fc.nat(), (pairs, seed) => {
      const [first, second] = [values(pairs.map(([a]) => a)), values(pairs.map(([, b]) => b))];
      const options = { seed, resamples: 200 };
      const comparison = compareRuns(first, second, options);
      expect(compareRuns(first, second, options)).toEqual(comparison);
      const turned = compareRuns(second, first, options);
      expect(turned.difference).toBeCloseTo(-comparison.difference, 10);
      expect([turned.wins, turned.losses]).toEqual([comparison.losses, comparison.wins]);
      expect(comparison.interval[0]).toBeLessThanOrEqual(comparison.interval[1]);
    }),
    { numRuns: 50 },
  );
});

test.each([
  [{ a: 1 }, { b: 1 }, "second has no value for query 'a', but first has one."],
  [{ a: 1 }, { a: 1, b: 2 }, 'second has 2 queries, but first has 1.'],
  [{}, {}, 'first has no queries.'],
])('runs %o and %o cannot be compared', (first, second, message) => {
  expect(() => compareRuns(first as Record<string, number>, second as Record<string, number>)).toThrow(
    InvalidArgumentError,
  );
  expect(() => compareRuns(first as Record<string, number>, second as Record<string, number>)).toThrow(message);
});
