/**
 * Scales a vector to unit length in place and returns it; a vector shorter than 1e-12 is divided by 1e-12.
 *
 * The length is a float32, as numpy's is: components whose squares overflow it give the zero vector there and here.
 *
 * @example
 * normalizeInPlace(Float32Array.of(3, 4)); // => Float32Array [0.6, 0.8]
 */
export function normalizeInPlace(vector: Float32Array): Float32Array {
  let squares = 0;
  // By index: iterating takes three times as long, and a text has a hundred and more of these vectors with those of its tokens.
  for (let component = 0; component < vector.length; component++) squares += vector[component]! * vector[component]!;
  const length = Math.max(Math.fround(Math.sqrt(Math.fround(squares))), 1e-12);
  for (let component = 0; component < vector.length; component++) vector[component]! /= length;
  return vector;
}
