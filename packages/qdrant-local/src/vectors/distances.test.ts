import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type DistanceKernel, dotProduct, manhattanDistance, squaredEuclidDistance } from './distances.ts';

const { fround } = Math;

/** The documented order in its simplest form: up to 16 elements in sequence; for more, element i goes to lane i % 4. */
function inOrder(a: Float32Array, b: Float32Array, term: (x: number, y: number) => number): number {
  if (a.length <= 16) return a.reduce((sum, x, i) => fround(sum + term(x, b[i]!)), 0);
  const lanes = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) lanes[i % 4] = fround(lanes[i % 4]! + term(a[i]!, b[i]!));
  return fround(fround(lanes[0]! + lanes[1]!) + fround(lanes[2]! + lanes[3]!));
}

const kernels: Record<string, { kernel: DistanceKernel; oracle: (a: Float32Array, b: Float32Array) => number }> = {
  dotProduct: { kernel: dotProduct, oracle: (a, b) => inOrder(a, b, (x, y) => fround(x * y)) },
  squaredEuclidDistance: {
    kernel: squaredEuclidDistance,
    oracle: (a, b) => inOrder(a, b, (x, y) => fround(fround(x - y) * fround(x - y))),
  },
  manhattanDistance: { kernel: manhattanDistance, oracle: (a, b) => inOrder(a, b, (x, y) => Math.abs(fround(x - y))) },
};

const element = fc.float({ min: fround(-1000), max: fround(1000), noNaN: true });
const pair = fc
  .integer({ min: 0, max: 40 })
  .chain((length) =>
    fc.tuple(
      fc.float32Array({ ...bounds(), minLength: length, maxLength: length }),
      fc.array(element, { minLength: length, maxLength: length }),
    ),
  );

function bounds() {
  return { min: fround(-1000), max: fround(1000), noNaN: true };
}

describe.each(Object.entries(kernels))('%s', (_, { kernel, oracle }) => {
  test('returns the same bits as the documented order of float32 operations', () => {
    fc.assert(
      fc.property(pair, fc.integer({ min: 0, max: 7 }), ([query, values], offset) => {
        const rows = new Float32Array(offset + values.length + 3).fill(7);
        rows.set(values, offset);
        expect(kernel(query, rows, offset)).toBe(oracle(query, Float32Array.from(values)));
      }),
    );
  });
});

test('a short row is summed in the order that a server uses on every processor', () => {
  const query = Float32Array.of(0.36, 0.55, 0.47, 0.94);
  expect(dotProduct(query, Float32Array.of(0.18, 0.01, 0.85, 0.8), 0)).toBe(fround(1.2218001));
});

test('zeros after the last element change no bit', () => {
  fc.assert(
    fc.property(pair, ([query, values]) => {
      const dimension = Math.ceil(query.length / 8) * 8;
      const [paddedQuery, paddedRow] = [new Float32Array(dimension), new Float32Array(dimension)];
      paddedQuery.set(query);
      paddedRow.set(values);
      for (const { kernel } of Object.values(kernels)) {
        expect(kernel(paddedQuery, paddedRow, 0)).toBe(kernel(query, Float32Array.from(values), 0));
      }
    }),
  );
});

test('the kernels compute the textbook distances', () => {
  const query = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
  const row = Float32Array.of(2, 0, 3, 1, 5, 6, 9);
  expect(dotProduct(query, row, 0)).toBe(2 + 0 + 9 + 4 + 25 + 36 + 63);
  expect(squaredEuclidDistance(query, row, 0)).toBe(1 + 4 + 0 + 9 + 0 + 0 + 4);
  expect(manhattanDistance(query, row, 0)).toBe(1 + 2 + 0 + 3 + 0 + 0 + 2);
});
