import fc from 'fast-check';
import { expect, test } from 'vitest';

import { normalizeCosine } from './normalize-cosine.ts';

const vectors = fc.float32Array({ min: -100, max: 100, noNaN: true, minLength: 1, maxLength: 50 });

test('scales to length 1, and leaves a nearly zero vector unchanged', () => {
  fc.assert(
    fc.property(vectors, (vector) => {
      const before = Math.hypot(...vector);
      const after = Math.hypot(...normalizeCosine(vector.slice()));
      if (before ** 2 > 1.2e-7) expect(Math.abs(after - 1)).toBeLessThan(1e-6);
      else if (before ** 2 < 1.19e-7) expect(after).toBe(before);
    }),
  );
});

test('keeps every bit of an already normalized vector', () => {
  fc.assert(
    fc.property(vectors, (vector) => {
      const once = normalizeCosine(vector.slice());
      expect(normalizeCosine(once.slice())).toEqual(once);
    }),
  );
});

test('normalizes vectors whose squared length exceeds the range of float32', () => {
  const [x, y] = normalizeCosine(Float32Array.of(3e30, 4e30));
  expect(x).toBeCloseTo(0.6, 6);
  expect(y).toBeCloseTo(0.8, 6);
});
