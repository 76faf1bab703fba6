import fc from 'fast-check';
import { expect, test } from 'vitest';

import { shortestFloat32, shortestFloat32Array } from './shortest-float32.ts';

/** Tries each number of digits in ascending order. */
function shortestByTrying(value: number): number {
  if (value === 0) return value;
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}

test('returns the decimal with the fewest digits that reads back, for every float32', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(shortestFloat32(value)).toBe(shortestByTrying(value));
    }),
    { numRuns: 5000 },
  );
});

test('reads back as the same float32 for typical embedding values', () => {
  fc.assert(
    fc.property(fc.float({ min: -1, max: 1, noNaN: true }), (value) => {
      expect(Math.fround(shortestFloat32(value))).toBe(value);
      expect(shortestFloat32(value)).toBe(shortestByTrying(value));
    }),
    { numRuns: 5000 },
  );
});

test('returns it for the powers of two and of ten and their neighbors, where exponents change', () => {
  const bits = new Uint32Array(1);
  const numbers = new Float32Array(bits.buffer);
  const powersOfTwo = Array.from({ length: 253 }, (_, index) => 2 ** (index - 126));
  const powersOfTen = Array.from({ length: 76 }, (_, index) => Number(`1e${index - 37}`));
  for (const power of [...powersOfTwo, ...powersOfTen]) {
    for (const step of [-2, -1, 0, 1, 2]) {
      numbers[0] = power;
      bits[0]! += step;
      const value = numbers[0];
      expect(shortestFloat32(value)).toBe(shortestByTrying(value));
      expect(shortestFloat32(-value)).toBe(shortestByTrying(-value));
    }
  }
});

test('prints what a server prints', () => {
  expect(shortestFloat32Array(Float32Array.of(0.1, Math.SQRT1_2, 1, -0.5, 1e10, 16_777_216))).toEqual([
    0.1, 0.70710677, 1, -0.5, 1e10, 16_777_216,
  ]);
});

test('arrays of different lengths share nothing', () => {
  const long = shortestFloat32Array(Float32Array.of(0.1, 0.2, 0.3));
  const short = shortestFloat32Array(Float32Array.of(7));
  long[0] = 9;
  expect([shortestFloat32Array(new Float32Array(0)), short, long]).toEqual([[], [7], [9, 0.2, 0.3]]);
});
