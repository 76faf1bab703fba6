import fc from 'fast-check';

import type { PackedKind } from '../../../requests/types/vector-types.ts';

/** A multivector, `[rows, dimension]`. */
export interface PackedScene {
  readonly dimension: number;
  readonly values: Float32Array;
}

// Difficult values for codes: zeros of both signs, numbers that are almost zero, and numbers that dwarf the others.
const delicate = fc.constantFrom(0, -0, 2 ** -149, -(2 ** -130), 3e38, -3e38, 1e-30, 1e20, 65_504, 6e-8, 255, 254.9, 0.1);
const component = fc.oneof(
  { weight: 8, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 300 }) },
  { weight: 1, arbitrary: delicate },
);

/** Dimensions around the block sizes of the kernels. */
export const packedDimension: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(1, 3, 16, 17, 32, 63, 384),
  fc.integer({ min: 1, max: 70 }),
);

/** Rows of the given dimension that the kind can store. */
export function packedRows(
  kind: PackedKind,
  dimension: number,
  { maxRows = 9 }: { readonly maxRows?: number } = {},
): fc.Arbitrary<Float32Array> {
  // Values beyond float16 are rejected before they are packed.
  const held = kind === 'float16' ? component.filter((value) => Math.abs(value) < 65_520) : component;
  return fc
    .integer({ min: 1, max: maxRows })
    .chain((count) => fc.array(held, { minLength: count * dimension, maxLength: count * dimension }))
    .map((values) => Float32Array.from(values));
}

/** A multivector of any dimension. */
export function packedMultivector(kind: PackedKind): fc.Arbitrary<PackedScene> {
  return packedDimension.chain((dimension) =>
    packedRows(kind, dimension).map((values) => ({ dimension, values })),
  );
}

/** Returns views of the rows of a multivector. */
export function rowsOf(values: Float32Array, dimension: number): Float32Array[] {
  return Array.from({ length: values.length / dimension }, (_, row) =>
    values.subarray(row * dimension, (row + 1) * dimension),
  );
}
