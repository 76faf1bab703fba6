/**
 * Scales a vector to unit length in place and returns it; a vector shorter than 1e-12 is divided by 1e-12.
 *
 * The length is a float32, as numpy's is: components whose squares overflow it give the zero vector there and here.
 */
export function normalizeInPlace(vector: Float32Array): Float32Array {
  let squares = 0;
  // By index: iterating takes three times as long, and a text has a hundred and more of these vectors with those of its tokens.
  for (let component = 0; component < vector.length; component++) squares += vector[component]! * vector[component]!;
  const length = Math.max(Math.fround(Math.sqrt(Math.fround(squares))), 1e-12);
  for (let component = 0; component < vector.length; component++) vector[component]! /= length;
  return vector;
}

/** Scales each row of `[rows, dimension]` to unit length, as {@link normalizeInPlace} does, and returns them. */
export function normalizeRows(rows: Float32Array, dimension: number): Float32Array {
  for (let start = 0; start < rows.length; start += dimension)
    normalizeInPlace(rows.subarray(start, start + dimension));
  return rows;
}
