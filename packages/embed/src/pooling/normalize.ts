/**
 * Scales a vector to unit length in place and returns it; a vector shorter than 1e-12 is divided by 1e-12.
 *
 * The length is a float32, as numpy's is: components whose squares overflow it give the zero vector there and here.
 */
export function normalizeInPlace(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const component of vector) squares += component * component;
  const length = Math.max(Math.fround(Math.sqrt(Math.fround(squares))), 1e-12);
  for (let component = 0; component < vector.length; component++) vector[component]! /= length;
  return vector;
}
