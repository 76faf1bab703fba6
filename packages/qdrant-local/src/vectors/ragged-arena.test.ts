import fc from 'fast-check';
import { expect, test } from 'vitest';

import { RaggedArena } from './ragged-arena.ts';

const step = fc.record({
  slot: fc.nat(6),
  row: fc.option(fc.array(fc.nat(1000), { maxLength: 40 }), { nil: undefined }),
});

test('rows are what was written last, whatever is written, freed and moved in between', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const arena = new RaggedArena<Uint32Array>((length) => new Uint32Array(length));
      const expected = new Map<number, number[]>();
      for (const { slot, row } of steps) {
        if (row === undefined) {
          arena.clear(slot);
          expected.delete(slot);
        } else {
          arena.allocate(slot, row.length).set(row);
          expected.set(slot, row);
        }
        expect(arena.size).toBe(expected.size);
        for (let at = 0; at < 8; at++) {
          expect(arena.has(at)).toBe(expected.has(at));
          expect(arena.length(at)).toBe(expected.get(at)?.length ?? 0);
          expect(arena.row(at) && [...arena.row(at)!]).toEqual(expected.get(at));
        }
      }
    }),
  );
});

test('what was freed is used again: rewriting rows forever takes no more room than a few times what they hold', () => {
  const arena = new RaggedArena<Float32Array>((length) => new Float32Array(length));
  for (let round = 0; round < 1000; round++) arena.allocate(round % 10, 10 + (round % 7)).fill(round);
  expect(arena.values.length).toBeLessThan(4 * 10 * 16);
  expect(arena.row(9)).toEqual(new Float32Array(10 + (999 % 7)).fill(999));
});

test('a view on a row stays what it was when other rows make the arena grow', () => {
  const arena = new RaggedArena<Float32Array>((length) => new Float32Array(length));
  arena.allocate(0, 3).set([1, 2, 3]);
  const view = arena.row(0);
  arena.clear(0);
  for (let slot = 1; slot < 50; slot++) arena.allocate(slot, 20).fill(slot);
  expect(view).toEqual(Float32Array.of(1, 2, 3));
});
