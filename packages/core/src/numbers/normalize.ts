/**
 * Scales a vector to unit length in place and returns it. A vector shorter than 1e-12 is divided by 1e-12.
 *
 * The length is a float32, as in numpy. When the sum of squares overflows float32, the result is the zero vector, as in numpy.
 *
 * @example
 * normalizeInPlace(Float32Array.of(3, 4)); // => Float32Array [0.6, 0.8]
 */
export function normalizeInPlace(vector: Float32Array): Float32Array {
  let squares = 0;
  // A loop by index: iterating takes three times as long, and a text can have more than a hundred token vectors to normalize.
  for (let component = 0; component < vector.length; component++) squares += vector[component]! * vector[component]!;
  const length = Math.max(Math.fround(Math.sqrt(Math.fround(squares))), 1e-12);
  for (let component = 0; component < vector.length; component++) vector[component]! /= length;
  return vector;
}
