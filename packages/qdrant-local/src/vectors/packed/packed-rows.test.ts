import fc from 'fast-check';
import type { PackedKind } from '../../requests/types/vector-types.ts';
import { describe, expect, test } from 'vitest';

import { normalizeCosine } from '../normalize-cosine.ts';
import { packedMultivector } from './__fixtures__/packed-scenes.ts';
import { packedRowBytes, packRows, unpackRows } from './packed-rows.ts';

test.each([
  ['float32', 1536],
  ['float16', 768],
  ['uint8', 384],
  ['int8', 388],
  ['int4', 193],
  ['bit1', 48],
] as const)('a row of 384 components stored as %s takes %d bytes', (kind, bytes) => {
  expect(packedRowBytes(384, kind)).toBe(bytes);
  expect(packRows(new Float32Array(3 * 384), 384, kind)).toHaveLength(3 * bytes);
});

const kinds: readonly PackedKind[] = ['float32', 'float16', 'uint8', 'int8', 'int4', 'bit1'];

test.each(kinds)('rows of %s pack to the same bytes after being unpacked', (kind) => {
  fc.assert(
    fc.property(packedMultivector(kind), ({ dimension, values }) => {
      const bytes = packRows(values, dimension, kind);
      expect(packRows(unpackRows(bytes, dimension, kind), dimension, kind)).toEqual(bytes);
    }),
  );
});

describe.each(['int8', 'int4', 'bit1'] as const)('%s', (kind) => {
  test('rows keep their codes when they are unpacked, normalized and packed again', () => {
    fc.assert(
      fc.property(packedMultivector(kind), ({ dimension, values }) => {
        const normalized = normalizedRows(values, dimension);
        const bytes = packRows(normalized, dimension, kind);
        const again = packRows(normalizedRows(unpackRows(bytes, dimension, kind), dimension), dimension, kind);
        expect(codesOf(again, dimension, kind)).toEqual(codesOf(bytes, dimension, kind));
      }),
    );
  });

  test('each row is packed independently of the others', () => {
    fc.assert(
      fc.property(packedMultivector(kind), ({ dimension, values }) => {
        const rowBytes = packedRowBytes(dimension, kind);
        const bytes = packRows(values, dimension, kind);
        for (let row = 0; row * dimension < values.length; row++) {
          const alone = packRows(values.slice(row * dimension, (row + 1) * dimension), dimension, kind);
          expect(bytes.slice(row * rowBytes, (row + 1) * rowBytes)).toEqual(alone);
        }
      }),
    );
  });
});

test.each([
  ['int8', 0.5 / 127],
  // The largest component is 6.5 to 7.5 steps long.
  ['int4', 0.5 / 6.5],
] as const)('a component stored as %s is off by at most %f times the largest of its row', (kind, share) => {
  const component = fc.float({ min: -1e4, max: 1e4, noNaN: true }).filter((value) => Math.abs(value) >= 2 ** -20);
  fc.assert(
    fc.property(fc.array(component, { minLength: 1, maxLength: 40 }), (row) => {
      const unpacked = unpackRows(packRows(Float32Array.from(row), row.length, kind), row.length, kind);
      const bound = Math.max(...row.map(Math.abs)) * share * (1 + 1e-6);
      for (const [index, value] of row.entries()) {
        expect(Math.abs(unpacked[index]! - Math.fround(value))).toBeLessThanOrEqual(bound);
      }
    }),
  );
});

test('a row of bits keeps its signs and is read with length 1, counting zero as positive', () => {
  const row = Float32Array.of(3, -0.001, 0, -7);
  expect(unpackRows(packRows(row, 4, 'bit1'), 4, 'bit1')).toEqual(Float32Array.of(0.5, -0.5, 0.5, -0.5));
});

test.each(['int8', 'int4'] as const)(
  'a row of zeros next to a row with a huge component is read from %s as zeros',
  (kind) => {
    const values = Float32Array.of(0, 0, 0, 3e38, -3e38, 1);
    const unpacked = unpackRows(packRows(values, 3, kind), 3, kind);
    expect(unpacked.subarray(0, 3)).toEqual(new Float32Array(3));
    expect(Math.abs(unpacked[3]! / 3e38 - 1)).toBeLessThan(0.07);
    expect([unpacked[4]! + unpacked[3]!, unpacked[5]]).toEqual([0, 0]);
  },
);

test.each(['int8', 'int4'] as const)('the largest float32 is read from %s as a finite number', (kind) => {
  const largest = 2 ** 128 - 2 ** 104;
  for (let step = 0; step < 200; step++) {
    const [value] = unpackRows(packRows(Float32Array.of(largest - step * 2 ** 104), 1, kind), 1, kind);
    expect(value! / largest).toBeGreaterThan(0.87);
    expect(value).toBeLessThan(Infinity);
  }
});

test('rows are read from bytes at any offset', () => {
  const values = Float32Array.of(1, -2, 3, 0.5);
  for (const kind of kinds) {
    const bytes = packRows(values, 2, kind);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(unpackRows(shifted.subarray(1), 2, kind)).toEqual(unpackRows(bytes, 2, kind));
  }
});

function normalizedRows(values: Float32Array, dimension: number): Float32Array {
  const copy = values.slice();
  for (let at = 0; at < copy.length; at += dimension) normalizeCosine(copy.subarray(at, at + dimension));
  return copy;
}

/** Returns the bytes of each row without its scale. */
function codesOf(bytes: Uint8Array, dimension: number, kind: 'int8' | 'int4' | 'bit1'): Uint8Array[] {
  const rowBytes = packedRowBytes(dimension, kind);
  const codeBytes = { int8: dimension, int4: Math.ceil(dimension / 2), bit1: rowBytes }[kind];
  return Array.from({ length: bytes.length / rowBytes }, (_, row) =>
    bytes.slice(row * rowBytes, row * rowBytes + codeBytes),
  );
}
