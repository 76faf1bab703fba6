import { normalizeInPlace } from '@x/core';

/** Scales each row of `[rows, dimension]` to unit length, as `normalizeInPlace` does, and returns them. */
export function normalizeRows(rows: Float32Array, dimension: number): Float32Array {
  for (let start = 0; start < rows.length; start += dimension)
    normalizeInPlace(rows.subarray(start, start + dimension));
  return rows;
}
