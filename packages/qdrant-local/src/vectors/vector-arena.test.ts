import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { datatypes, distances } from '../requests/types/vector-types.ts';
import { isSmallerBetter } from './distances.ts';
import type { WebAssemblyApi } from './kernels/kernel-module.ts';
import { rowFormats } from './row-formats.ts';
import { VectorArena } from './vector-arena.ts';

// Rows so long that a hundred of them exceed the first array, and a few hundred fill a segment.
const dimension = 4095;

function vectorOf(seed: number): Float32Array {
  const vector = new Float32Array(dimension).fill((seed % 251) + 0.5);
  vector.set([seed % 7, 300 - seed, seed / 3], seed % 100);
  return vector;
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

const step = fc.record({ slot: fc.nat(5000), seed: fc.nat(1000), clears: fc.boolean() });

const kinds = [
  ...datatypes.map((datatype) => ({ kind: datatype, datatype, inPlanes: false })),
  { kind: 'float32 in planes', datatype: 'float32' as const, inPlanes: true },
];

describe.each(kinds)('$kind', ({ datatype, inPlanes }) => {
  test('contains the last vector of every slot, across several segments', () => {
    const format = rowFormats[datatype];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const arena = new VectorArena(dimension, datatype, { inPlanes });
        const expected = new Map<number, number>();
        for (const { slot, seed, clears } of steps) {
          if (clears) arena.clear(slot);
          else arena.set(slot, vectorOf(seed));
          if (clears) expected.delete(slot);
          else expected.set(slot, seed);
        }
        expect(arena.size).toBe(expected.size);
        for (const { slot } of steps) {
          const seed = expected.get(slot);
          expect(arena.has(slot)).toBe(seed !== undefined);
          if (seed === undefined) expect(arena.row(slot)).toBeUndefined();
          else expect(isSame(arena.row(slot)!, Float32Array.from(format.query(vectorOf(seed), dimension)))).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  test.each(distances)('scores ranges and lists of slots alike: %s', (distance) => {
    const arena = new VectorArena(dimension, datatype, { inPlanes });
    const slots = Uint32Array.of(0, 1, 2, 3, 5, 70, 90, 300, 301, 1100, 2048, 4100);
    for (const slot of slots) arena.set(slot, vectorOf(slot));
    const query = arena.query(vectorOf(7));
    const range = new Float32Array(4200);
    arena.scoreRange(distance, query, 0, range);
    const list = new Float32Array(slots.length);
    arena.scoreSlots(distance, query, slots, list);
    const singles = Array.from(slots, (slot) => arena.distance(distance, query, vectorOf(slot)));
    expect(Array.from(list)).toEqual(singles);
    expect(Array.from(slots, (slot) => range[slot])).toEqual(singles);
    const tail = new Float32Array(40);
    arena.scoreRange(distance, query, 280, tail);
    expect([tail[20], tail[21]]).toEqual([range[300], range[301]]);
  });

  test.each(distances)('finds the slots nearer than a limit, across several segments: %s', (distance) => {
    const arena = new VectorArena(dimension, datatype, { inPlanes });
    const slots = [0, 1, 5, 70, 300, 301, 1100, 2048, 4100];
    for (const slot of slots) arena.set(slot, vectorOf(slot));
    const query = arena.query(vectorOf(7));
    const exact = new Map(slots.map((slot) => [slot, arena.distance(distance, query, vectorOf(slot))]));
    for (const limit of exact.values()) {
      const search = { distance, query, limit };
      const out = new Uint32Array(4150);
      const isNearer = (slot: number): boolean => {
        const value = exact.get(slot)!;
        return isSmallerBetter(distance) ? value < limit : value > limit;
      };
      const inRange = [...out.subarray(0, arena.findInRange(search, { from: 1, count: 4149 }, out))];
      expect(inRange).toEqual(expect.arrayContaining(slots.filter((slot) => slot > 0 && isNearer(slot))));
      const inSlots = [...out.subarray(0, arena.findInSlots(search, Uint32Array.from(slots), out))];
      expect(inSlots.filter(isNearer)).toEqual(slots.filter(isNearer));
    }
    expect(arena.finds).toBe(inPlanes);
  });
});

test.each([false, true])('a row that was read does not change while the arena grows: planes %s', (inPlanes) => {
  const arena = new VectorArena(dimension, 'float32', { inPlanes });
  arena.set(0, vectorOf(1));
  const early = arena.row(0)!;
  for (let slot = 1; slot < 300; slot++) arena.set(slot, vectorOf(slot));
  const late = arena.row(200)!;
  arena.set(1500, vectorOf(2));
  expect(isSame(early, vectorOf(1))).toBe(true);
  expect(isSame(late, vectorOf(200))).toBe(true);
});

test('bytes are truncated, not rounded, and clamped to 0 and 255 (data_types/primitive.rs)', () => {
  const arena = new VectorArena(6, 'uint8');
  arena.set(0, Float32Array.of(-10, 1, 2.9, 3, 255, 300));
  expect(arena.row(0)).toEqual(Float32Array.of(0, 1, 2, 3, 255, 255));
});

test.each([false, true])(
  'an arena computes the same scores when no SIMD memory is available: planes %s',
  (inPlanes) => {
    const scoresOf = (): number[] => {
      const arena = new VectorArena(dimension, 'float32', { inPlanes });
      for (let slot = 0; slot < 100; slot++) arena.set(slot, vectorOf(slot));
      const scores = new Float32Array(100);
      arena.scoreRange('Dot', arena.query(vectorOf(7)), 0, scores);
      return Array.from(scores);
    };
    const expected = scoresOf();
    const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
    const refused = vi.spyOn(api, 'Memory').mockImplementation(function refuse() {
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    });
    onTestFinished(() => refused.mockRestore());
    expect(scoresOf()).toEqual(expected);
    expect(refused).toHaveBeenCalled();
  },
);
