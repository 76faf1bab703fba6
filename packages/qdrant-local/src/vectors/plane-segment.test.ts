import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { distances } from '../requests/types/vector-types.ts';
import { distanceKernels, isSmallerBetter } from './distances.ts';
import { PlaneSegment } from './plane-segment.ts';

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

// A prefix is least accurate when its suffix is all ones: the part that is left out, or added, is then as large as possible.
const worst = fc.tuple(fc.integer({ min: 0x3800, max: 0x4080 }), fc.boolean()).map(([prefix, isNegative]) => {
  bits[0] = (isNegative ? 0x80000000 : 0) + prefix * 65_536 + 0xffff;
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

const searched = fc.record({
  pick: fc.nat(),
  picks: fc.array(fc.nat(), { maxLength: 30 }),
  nudge: fc.constantFrom(-1e-7, 0, 1e-7),
});

/** Returns what `find` writes to an array of `length` slots. */
function found(length: number, find: (out: Uint32Array) => number | undefined): number[] | undefined {
  const out = new Uint32Array(length);
  const count = find(out);
  return count === undefined ? undefined : [...out.subarray(0, count)];
}

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

  test('finds every row nearer than the limit, in a range and among slots, and only requested rows', () => {
    fc.assert(
      fc.property(scene, searched, ({ query, rows, from }, { pick, picks, nudge }) => {
        const segment = PlaneSegment.create(strideOf(query.length), rows.length)!;
        for (const [index, row] of rows.entries()) segment.write(index, Float32Array.from(row));
        const exact = rows.map((row) => kernel(padded(query), padded(row), 0));
        const limit = exact[pick % rows.length]! * (1 + nudge);
        const first = from % rows.length;
        const search = { distance, query: padded(query), limit };
        const nearer = (slots: readonly number[]) => slots.filter((slot) => isNearer(exact[slot - 100]!, limit));
        const findable = Array.from({ length: rows.length - first }, (_, index) => 100 + first + index);
        const range = { from: first, count: findable.length };
        const inRange = found(findable.length, (out) => segment.findInRange(search, range, 100, out));
        if (inRange === undefined) return;
        expect(findable).toEqual(expect.arrayContaining(inRange));
        expect(inRange).toEqual(expect.arrayContaining(nearer(findable)));
        expect(new Set(inRange).size).toBe(inRange.length);
        const slots = Uint32Array.from(picks, (number) => 100 + (number % rows.length));
        const inSlots = found(slots.length, (out) => segment.findInSlots(search, slots, 100, out))!;
        expect(inSlots.filter((slot) => isNearer(exact[slot - 100]!, limit))).toEqual(nearer([...slots]));
        expect([...slots]).toEqual(expect.arrayContaining(inSlots));
      }),
      { numRuns: 2000 },
    );
  });

  test('finds a row even when the prefixes of all its elements are as inaccurate as possible', () => {
    const dimension = 4096;
    // For products, every other element loses almost its whole suffix. For distances, it takes its neighbor's bits as its suffix.
    const pattern = isSmallerBetter(distance) ? [0xbf800000, 0x3f800000] : [0x3f80ffff, 0];
    const row = new Float32Array(Uint32Array.from({ length: dimension }, (_, i) => pattern[i % 2]!).buffer);
    const query = new Float32Array(dimension);
    if (!isSmallerBetter(distance)) query.set(row);
    const segment = PlaneSegment.create(dimension, 1)!;
    segment.write(0, row);
    const exact = kernel(query, row, 0);
    const limit = exact * (isSmallerBetter(distance) ? 1 + 1e-6 : 1 - 1e-6);
    const search = { distance, query, limit };
    expect(found(1, (out) => segment.findInRange(search, { from: 0, count: 1 }, 0, out))).toEqual([0]);
  });

  test('finds few rows that are not nearer', () => {
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
    const search = { distance, query, limit };
    const slots = found(rowCount, (out) => segment.findInRange(search, { from: 0, count: rowCount }, 0, out))!;
    expect(slots.length).toBeGreaterThanOrEqual(10);
    expect(slots.length).toBeLessThan(60);
  });

  test('returns undefined when scores may exceed the range of float32', () => {
    const segment = PlaneSegment.create(8, 4)!;
    segment.write(2, new Float32Array(8).fill(1e19));
    const search = { distance, query: new Float32Array(8).fill(1), limit: 1 };
    expect(found(4, (out) => segment.findInRange(search, { from: 0, count: 4 }, 0, out))).toBeUndefined();
    expect(found(4, (out) => segment.findInSlots(search, Uint32Array.of(1, 2), 0, out))).toBeUndefined();
  });
});
