import type { Distance } from '../requests/types/vector-types.ts';

/**
 * The score of `query` against the row that starts at `offset` of `rows`, as a float32.
 *
 * Arithmetic is float32 in one fixed order, the same on every machine, each product and each sum rounded. Up to 16 elements
 * are added up one after the other, as a server does on every processor below that (qdrant/qdrant
 * lib/segment/src/spaces/simple.rs, `MIN_DIM_SIZE_SIMD`). More go to four running sums, element `i` to sum `i % 4`; at the end
 * `(s0 + s1) + (s2 + s3)`, which is what one SIMD register of four lanes computes. Zeros behind the last element change
 * nothing. See docs/decisions/0060-qdrant-local-float32-order.md.
 *
 * What leaves the range of float32 in the worse direction stays at its end: an infinite distance would say that there is
 * nothing to compare.
 */
export type DistanceKernel = (query: Float32Array, rows: Float32Array, offset: number) => number;

const { fround } = Math;

const highestFloat32 = 2 ** 128 - 2 ** 104;

/** Rows of no more elements are added up one element after the other. */
export const sequentialElements = 16;

/** Σ aᵢ·bᵢ. */
export function dotProduct(query: Float32Array, rows: Float32Array, offset: number): number {
  if (query.length <= sequentialElements) return Math.max(-highestFloat32, dotInSequence(query, rows, offset));
  let sum0 = fround(0);
  let sum1 = fround(0);
  let sum2 = fround(0);
  let sum3 = fround(0);
  const dimension = query.length;
  const whole = dimension - (dimension % 4);
  for (let i = 0, row = offset; i < whole; i += 4, row += 4) {
    sum0 = fround(sum0 + fround(query[i]! * rows[row]!));
    sum1 = fround(sum1 + fround(query[i + 1]! * rows[row + 1]!));
    sum2 = fround(sum2 + fround(query[i + 2]! * rows[row + 2]!));
    sum3 = fround(sum3 + fround(query[i + 3]! * rows[row + 3]!));
  }
  const row = offset + whole;
  if (whole < dimension) sum0 = fround(sum0 + fround(query[whole]! * rows[row]!));
  if (whole + 1 < dimension) sum1 = fround(sum1 + fround(query[whole + 1]! * rows[row + 1]!));
  if (whole + 2 < dimension) sum2 = fround(sum2 + fround(query[whole + 2]! * rows[row + 2]!));
  return Math.max(-highestFloat32, fround(fround(sum0 + sum1) + fround(sum2 + sum3)));
}

/** Σ (aᵢ − bᵢ)². */
export function squaredEuclidDistance(query: Float32Array, rows: Float32Array, offset: number): number {
  if (query.length <= sequentialElements) return Math.min(highestFloat32, squaredEuclidInSequence(query, rows, offset));
  let sum0 = fround(0);
  let sum1 = fround(0);
  let sum2 = fround(0);
  let sum3 = fround(0);
  const dimension = query.length;
  const whole = dimension - (dimension % 4);
  for (let i = 0, row = offset; i < whole; i += 4, row += 4) {
    const d0 = fround(query[i]! - rows[row]!);
    const d1 = fround(query[i + 1]! - rows[row + 1]!);
    const d2 = fround(query[i + 2]! - rows[row + 2]!);
    const d3 = fround(query[i + 3]! - rows[row + 3]!);
    sum0 = fround(sum0 + fround(d0 * d0));
    sum1 = fround(sum1 + fround(d1 * d1));
    sum2 = fround(sum2 + fround(d2 * d2));
    sum3 = fround(sum3 + fround(d3 * d3));
  }
  const row = offset + whole;
  if (whole < dimension) sum0 = addSquare(sum0, query[whole]!, rows[row]!);
  if (whole + 1 < dimension) sum1 = addSquare(sum1, query[whole + 1]!, rows[row + 1]!);
  if (whole + 2 < dimension) sum2 = addSquare(sum2, query[whole + 2]!, rows[row + 2]!);
  return Math.min(highestFloat32, fround(fround(sum0 + sum1) + fround(sum2 + sum3)));
}

/** Σ |aᵢ − bᵢ|. */
export function manhattanDistance(query: Float32Array, rows: Float32Array, offset: number): number {
  if (query.length <= sequentialElements) return Math.min(highestFloat32, manhattanInSequence(query, rows, offset));
  let sum0 = fround(0);
  let sum1 = fround(0);
  let sum2 = fround(0);
  let sum3 = fround(0);
  const dimension = query.length;
  const whole = dimension - (dimension % 4);
  for (let i = 0, row = offset; i < whole; i += 4, row += 4) {
    sum0 = fround(sum0 + Math.abs(fround(query[i]! - rows[row]!)));
    sum1 = fround(sum1 + Math.abs(fround(query[i + 1]! - rows[row + 1]!)));
    sum2 = fround(sum2 + Math.abs(fround(query[i + 2]! - rows[row + 2]!)));
    sum3 = fround(sum3 + Math.abs(fround(query[i + 3]! - rows[row + 3]!)));
  }
  const row = offset + whole;
  if (whole < dimension) sum0 = fround(sum0 + Math.abs(fround(query[whole]! - rows[row]!)));
  if (whole + 1 < dimension) sum1 = fround(sum1 + Math.abs(fround(query[whole + 1]! - rows[row + 1]!)));
  if (whole + 2 < dimension) sum2 = fround(sum2 + Math.abs(fround(query[whole + 2]! - rows[row + 2]!)));
  return Math.min(highestFloat32, fround(fround(sum0 + sum1) + fround(sum2 + sum3)));
}

/** The kernel of each distance: for Cosine the dot product of normalised vectors, for Euclid the squared distance. */
export const distanceKernels: Readonly<Record<Distance, DistanceKernel>> = {
  Cosine: dotProduct,
  Dot: dotProduct,
  Euclid: squaredEuclidDistance,
  Manhattan: manhattanDistance,
};

/** True where a smaller score is the better one. */
export function isSmallerBetter(distance: Distance): boolean {
  return distance === 'Euclid' || distance === 'Manhattan';
}

/** The score that a client sees for a similarity, in which larger is better: √−s for Euclid, −s for Manhattan, s itself otherwise. */
export function shownScore(distance: Distance, similarity: number): number {
  if (!isSmallerBetter(distance)) return similarity;
  return distance === 'Euclid' ? fround(Math.sqrt(Math.abs(similarity))) : Math.abs(similarity);
}

function addSquare(sum: number, a: number, b: number): number {
  const difference = fround(a - b);
  return fround(sum + fround(difference * difference));
}

function dotInSequence(query: Float32Array, rows: Float32Array, offset: number): number {
  let sum = fround(0);
  for (let i = 0; i < query.length; i++) sum = fround(sum + fround(query[i]! * rows[offset + i]!));
  return sum;
}

function squaredEuclidInSequence(query: Float32Array, rows: Float32Array, offset: number): number {
  let sum = fround(0);
  for (let i = 0; i < query.length; i++) sum = addSquare(sum, query[i]!, rows[offset + i]!);
  return sum;
}

function manhattanInSequence(query: Float32Array, rows: Float32Array, offset: number): number {
  let sum = fround(0);
  for (let i = 0; i < query.length; i++) sum = fround(sum + Math.abs(fround(query[i]! - rows[offset + i]!)));
  return sum;
}
