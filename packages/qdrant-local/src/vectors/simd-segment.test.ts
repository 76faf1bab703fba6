import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Datatype, datatypes, distances } from '../requests/types/vector-types.ts';
import { PlaneSegment } from './plane-segment.ts';
import { rowFormats } from './row-formats.ts';
import { PlainSegment, type RowLayout } from './row-segment.ts';
import { SimdSegment } from './simd-segment.ts';

// Difficult values for float32 arithmetic: zeros of both signs, subnormals, sums that overflow, products that underflow.
const delicate = fc.constantFrom(
  0,
  -0,
  2 ** -149,
  -(2 ** -130),
  3e38,
  -3e38,
  1e-30,
  1e20,
  65_504,
  6e-8,
  255,
  254.9,
  0.1,
);
const element = fc.oneof(
  { weight: 6, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 300 }) },
  { weight: 1, arbitrary: delicate },
);
function sceneOf(datatype: Datatype) {
  // Values beyond float16 are rejected before they reach a segment.
  const held = datatype === 'float16' ? element.filter((value) => Math.abs(value) < 65_520) : element;
  return fc.integer({ min: 1, max: 70 }).chain((dimension) => {
    const vector = fc.array(held, { minLength: dimension, maxLength: dimension });
    return fc.record({ query: vector, rows: fc.array(vector, { minLength: 1, maxLength: 21 }), from: fc.nat(20) });
  });
}

const kinds = [
  ...datatypes.map((datatype) => ({ kind: datatype, datatype, lanes: rowFormats[datatype].lanes, create: createSimd })),
  { kind: 'float32 in planes', datatype: 'float32' as const, lanes: 8, create: createPlanes },
];

function createSimd(layout: RowLayout, rowCount: number): SimdSegment {
  return SimdSegment.create(layout, rowCount)!;
}

function createPlanes({ stride }: RowLayout, rowCount: number): PlaneSegment {
  return PlaneSegment.create(stride, rowCount)!;
}

describe.each(kinds)('$kind', ({ datatype, lanes, create }) => {
  const format = rowFormats[datatype];
  const scene = sceneOf(datatype);

  function segmentsOf(dimension: number, rows: readonly (readonly number[])[]) {
    const layout: RowLayout = { format, stride: Math.ceil(dimension / lanes) * lanes };
    const plain = new PlainSegment(layout, rows.length);
    const simd = create(layout, rows.length);
    for (const [index, row] of rows.entries()) {
      plain.write(index, Float32Array.from(row));
      simd.write(index, Float32Array.from(row));
    }
    return { layout, plain, simd };
  }

  test.each(distances)('SIMD and TypeScript compute the same bits for ranges: %s', (distance) => {
    fc.assert(
      fc.property(scene, ({ query, rows, from }) => {
        const { layout, plain, simd } = segmentsOf(query.length, rows);
        const prepared = format.query(Float32Array.from(query), layout.stride);
        const first = Math.min(from, rows.length - 1);
        const expected = new Float32Array(rows.length - first);
        const actual = new Float32Array(rows.length - first);
        plain.scoreRange(distance, prepared, first, expected);
        simd.scoreRange(distance, prepared, first, actual);
        expect(actual).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test.each(distances)('SIMD and TypeScript compute the same bits for lists of slots: %s', (distance) => {
    fc.assert(
      fc.property(scene, fc.array(fc.nat(), { maxLength: 30 }), ({ query, rows, from }, picks) => {
        const { layout, plain, simd } = segmentsOf(query.length, rows);
        const prepared = format.query(Float32Array.from(query), layout.stride);
        const slots = Uint32Array.from(picks, (pick) => from + (pick % rows.length));
        const expected = new Float32Array(slots.length);
        const actual = new Float32Array(slots.length);
        plain.scoreSlots(distance, prepared, slots, from, expected);
        simd.scoreSlots(distance, prepared, slots, from, actual);
        expect(actual).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('a row is read with the bits that were written', () => {
    fc.assert(
      fc.property(scene, ({ query, rows }) => {
        const { plain, simd } = segmentsOf(query.length, rows);
        for (let row = 0; row < rows.length; row++) {
          expect(simd.read(row, query.length)).toEqual(plain.read(row, query.length));
        }
      }),
    );
  });

  test('SIMD and TypeScript agree on more rows than one kernel call scores', () => {
    const rows = Array.from({ length: 2500 }, (_, row) => [row % 256, (row * 7) % 200, 3]);
    const { layout, plain, simd } = segmentsOf(3, rows);
    const query = format.query(Float32Array.of(1, 2, 3), layout.stride);
    const slots = Uint32Array.from(rows.keys()).toReversed();
    const [expected, range, list] = [new Float32Array(2500), new Float32Array(2500), new Float32Array(2500)];
    plain.scoreRange('Euclid', query, 0, expected);
    simd.scoreRange('Euclid', query, 0, range);
    simd.scoreSlots('Euclid', query, slots, 0, list);
    expect(range).toEqual(expected);
    expect(list.toReversed()).toEqual(expected);
  });
});

test('bytes of the largest possible dimension do not overflow', () => {
  const size = 65_536;
  const layout: RowLayout = { format: rowFormats.uint8, stride: size };
  const [plain, simd] = [new PlainSegment(layout, 1), createSimd(layout, 1)];
  for (const segment of [plain, simd]) segment.write(0, new Float32Array(size).fill(255));
  const query = rowFormats.uint8.query(new Float32Array(size).fill(255), size);
  for (const distance of distances) {
    const [expected, actual] = [new Float32Array(1), new Float32Array(1)];
    plain.scoreRange(distance, query, 0, expected);
    simd.scoreRange(distance, query, 0, actual);
    expect(actual).toEqual(expected);
  }
});
