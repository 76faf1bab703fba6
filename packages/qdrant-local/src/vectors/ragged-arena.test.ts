import fc from 'fast-check';
import { expect, test } from 'vitest';

import { RaggedArena } from './ragged-arena.ts';

const step = fc.record({
  slot: fc.nat(6),
  row: fc.option(fc.array(fc.nat(1000), { maxLength: 40 }), { nil: undefined }),
});

test('rows contain what was written last, whatever was written, freed or moved in between', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const arena = new RaggedArena();
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
          expect(arena.row(at) && [...arena.row(at)!]).toEqual(expected.get(at));
        }
      }
    }),
  );
});

test('freed room is reused: rows rewritten many times take a few times the room they need', () => {
  const arena = new RaggedArena();
  for (let round = 0; round < 1000; round++) arena.allocate(round % 10, 10 + (round % 7)).fill(round);
  expect(arena.row(0)!.buffer.byteLength).toBeLessThan(4 * 3 * 10 * 16);
  expect([...arena.row(9)!]).toEqual(Array.from({ length: 10 + (999 % 7) }, () => 999));
});
