import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { distanceKernels, distances, isSmallerBetter } from './distances.ts';
import { PlaneSegment } from './plane-segment.ts';

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

// Halves are worst where the lower one is full: what is left out, or added, is as large as it can be.
const worst = fc.tuple(fc.integer({ min: 0x3800, max: 0x4080 }), fc.boolean()).map(([upper, isNegative]) => {
  bits[0] = (isNegative ? 0x80000000 : 0) + upper * 65_536 + 0xffff;
  return float[0]!;
});
const element = fc.oneof(
  { weight: 5, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 3, arbitrary: worst },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 2 ** -149, -(2 ** -133), 1e-30, 1e15, -1e17, 3e38, -3e38) },
);
const scene = fc.integer({ min: 1, max: 40 }).chain((dimension) => {
  const vector = fc.array(element, { minLength: dimension, maxLength: dimension });
  return fc.record({ query: vector, rows: fc.array(vector, { minLength: 1, maxLength: 21 }), from: fc.nat(20) });
});

function strideOf(dimension: number): number {
  return Math.ceil(dimension / 8) * 8;
}

function padded(values: readonly number[]): Float32Array {
  const vector = new Float32Array(strideOf(values.length));
  vector.set(values);
  return vector;
}

describe.each(distances)('%s', (distance) => {
  const kernel = distanceKernels[distance];
  const isNearer = (a: number, b: number): boolean => (isSmallerBetter(distance) ? a < b : a > b);

  test('every row that is nearer than the limit is found, each at most once and within the range', () => {
    fc.assert(
      fc.property(scene, fc.nat(), fc.constantFrom(-1e-7, 0, 1e-7), ({ query, rows, from }, pick, nudge) => {
        const segment = PlaneSegment.create(strideOf(query.length), rows.length)!;
        for (const [index, row] of rows.entries()) segment.write(index, Float32Array.from(row));
        const exact = rows.map((row) => kernel(padded(query), padded(row), 0));
        const limit = exact[pick % rows.length]! * (1 + nudge);
        const first = from % rows.length;
        const found = new Uint32Array(rows.length);
        const range = { from: first, count: rows.length - first, limit };
        const length = segment.findNearer(distance, padded(query), range, 100, found);
        if (length === undefined) return;
        const numbers = [...found.subarray(0, length)].map((slot) => slot - 100);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
        expect(numbers.every((number) => number >= first && number < rows.length)).toBe(true);
        const nearer = [...rows.keys()].filter((number) => number >= first && isNearer(exact[number]!, limit));
        expect(numbers).toEqual(expect.arrayContaining(nearer));
      }),
      { numRuns: 2000 },
    );
  });

  test('a row is found though all of its elements are as far off by their upper halves as can be', () => {
    const dimension = 4096;
    // For products, every other element loses almost all of its lower half; for distances, it takes on its neighbour's bits.
    const pattern = isSmallerBetter(distance) ? [0xbf800000, 0x3f800000] : [0x3f80ffff, 0];
    const row = new Float32Array(Uint32Array.from({ length: dimension }, (_, i) => pattern[i % 2]!).buffer);
    const query = new Float32Array(dimension);
    if (!isSmallerBetter(distance)) query.set(row);
    const segment = PlaneSegment.create(dimension, 1)!;
    segment.write(0, row);
    const exact = kernel(query, row, 0);
    const limit = exact * (isSmallerBetter(distance) ? 1 + 1e-6 : 1 - 1e-6);
    expect(segment.findNearer(distance, query, { from: 0, count: 1, limit }, 0, new Uint32Array(1))).toBe(1);
  });

  test('few rows are found that are not nearer', () => {
    const [dimension, rowCount] = [384, 2000];
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff - 0.5;
    const unit = (): Float32Array => {
      const vector = Float32Array.from({ length: dimension }, random);
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    };
    const segment = PlaneSegment.create(dimension, rowCount)!;
    const query = unit();
    const exact = Array.from({ length: rowCount }, (_, row) => {
      const vector = unit();
      segment.write(row, vector);
      return kernel(query, vector, 0);
    });
    const limit = exact.toSorted((a, b) => (isNearer(a, b) ? -1 : 1))[10]!;
    const length = segment.findNearer(
      distance,
      query,
      { from: 0, count: rowCount, limit },
      0,
      new Uint32Array(rowCount),
    );
    expect(length).toBeGreaterThanOrEqual(10);
    expect(length).toBeLessThan(60);
  });

  test('where scores may leave the range of float32, rows are not told apart', () => {
    const segment = PlaneSegment.create(8, 4)!;
    segment.write(2, new Float32Array(8).fill(1e19));
    const range = { from: 0, count: 4, limit: 1 };
    expect(segment.findNearer(distance, new Float32Array(8).fill(1), range, 0, new Uint32Array(4))).toBeUndefined();
  });
});
