import { dotProduct } from './distances.ts';

const float32Epsilon = 1.1920929e-7;
const normalizedTolerance = 1e-6;

/**
 * Scales `vector` in place to length 1. Leaves it unchanged when it is (nearly) zero or already normalized.
 *
 * The rule is the server's (qdrant/qdrant lib/segment/src/spaces/tools.rs, `is_length_zero_or_normalized`, applied to the
 * squared length), so a vector read from one store and written to another keeps every bit.
 */
export function normalizeCosine(vector: Float32Array): Float32Array {
  const squaredLength = dotProduct(vector, vector, 0);
  if (squaredLength < float32Epsilon || Math.abs(Math.fround(squaredLength - 1)) <= normalizedTolerance) return vector;
  const length = Number.isFinite(squaredLength) ? Math.fround(Math.sqrt(squaredLength)) : longLength(vector);
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! / length;
  return vector;
}

/** Computes the length in float64 when its square exceeds the range of float32. */
function longLength(vector: Float32Array): number {
  let squaredLength = 0;
  for (const value of vector) squaredLength += value * value;
  return Math.sqrt(squaredLength);
}
