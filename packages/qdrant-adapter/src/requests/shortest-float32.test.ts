import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestFloat32 } from './shortest-float32.ts';

const float32 = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ min: -1, max: 1, noNaN: true }),
);

const digitsOf = (value: number): number => value.toExponential().replace(/e.*$/, '').replace(/\D/g, '').length;
const fewest = (value: number): number => {
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((count) => Math.fround(Number(value.toPrecision(count))) === value);
  return digits!;
};

describe('shortestFloat32', () => {
  it('prints the decimals that were written', () => {
    for (const written of [0.1, 0.70710677, -0.3333, 1e-30, 3.4028235e38, 16777216, 123456.79, 1.1754944e-38, 1e22]) {
      expect(shortestFloat32(Math.fround(written))).toBe(written);
    }
  });

  it('leaves zero, -0 and what is not finite as it is', () => {
    for (const value of [0, -0, Number.NaN, Infinity, -Infinity]) expect(shortestFloat32(value)).toBe(value);
  });

  it('gives back the very same float for every float', () => {
    fc.assert(fc.property(float32, (value) => Object.is(Math.fround(shortestFloat32(value)), value)));
  });

  it('needs no more digits than any decimal that rounds to the float', () => {
    fc.assert(
      fc.property(float32, (value) => {
        if (value !== 0) expect(digitsOf(shortestFloat32(value))).toBeLessThanOrEqual(fewest(value));
      }),
      { numRuns: 2000 },
    );
  });
});
