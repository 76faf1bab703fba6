import fc from 'fast-check';
import { expect, test } from 'vitest';

import { float16Bits, float16Table } from './float16.ts';

const table = float16Table();
const infinityBits = 0x7c00;

test('every finite or infinite float16 keeps its bits when converted to float32 and back', () => {
  const numbers = Array.from(table.keys()).filter((bits) => !Number.isNaN(table[bits]));
  expect(numbers.filter((bits) => float16Bits(table[bits]!) !== bits)).toEqual([]);
  expect(numbers).toHaveLength(2 ** 16 - 2 * 1023);
});

test('converts the landmark values of the format', () => {
  const landmarks = [0x0001, 0x0400, 0x3c00, 0x7bff, infinityBits, 0xc000, 0x8000];
  expect(landmarks.map((bits) => table[bits])).toEqual([2 ** -24, 2 ** -14, 1, 65_504, Infinity, -2, -0]);
  expect(table[0x7e00]).toBeNaN();
});

test('rounds to the nearest float16, ties to even', () => {
  const value = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ min: -70_000, max: 70_000, noNaN: true }),
    fc.float({ min: Math.fround(-1e-4), max: Math.fround(1e-4), noNaN: true }),
    // Halfway between two adjacent values.
    fc.nat(0x7bfe).map((bits) => (table[bits]! + table[bits + 1]!) / 2),
  );
  fc.assert(
    fc.property(value, (number) => {
      const bits = float16Bits(number) & 0x7fff;
      expect(float16Bits(number) >>> 15).toBe(Object.is(Math.sign(number), -0) || number < 0 ? 1 : 0);
      // Infinity takes the place of the next float16 and of everything beyond it.
      const at = (pattern: number): number => (pattern === infinityBits ? 65_536 : table[pattern]!);
      const magnitude = Math.min(Math.abs(number), 65_536);
      const error = Math.abs(magnitude - at(bits));
      for (const neighbor of [bits - 1, bits + 1].filter((pattern) => pattern >= 0 && pattern <= infinityBits)) {
        const other = Math.abs(magnitude - at(neighbor));
        expect(error).toBeLessThanOrEqual(other);
        if (error === other) expect(bits % 2).toBe(0);
      }
    }),
    { numRuns: 2000 },
  );
});
