import type { Distance } from '../requests/types/vector-types.ts';

/**
 * Returns the score of `query` against the row that starts at `offset` of `rows`, as a float32.
 *
 * Arithmetic is float32 in one fixed order, the same on every machine, with each product and each sum rounded. Up to 16
 * elements are added in sequence, as a server does on every processor below that size (qdrant/qdrant
 * lib/segment/src/spaces/simple.rs, `MIN_DIM_SIZE_SIMD`). With more elements there are four running sums, and element `i` is
 * added to sum `i % 4`. The result is `(s0 + s1) + (s2 + s3)`, which equals one SIMD register of four lanes. Zeros after the
 * last element change nothing. See docs/decisions/0060-qdrant-local-float32-order.md.
 *
 * A result that exceeds the range of float32 in the worse direction becomes the last finite float32: an infinite distance
 * would mean that the row has no vector to compare.
 */
export type DistanceKernel = (query: Float32Array, rows: Float32Array, offset: number) => number;

const { fround } = Math;

const highestFloat32 = 2 ** 128 - 2 ** 104;

/** The similarity of a row whose score exceeds the range of float32 in the worse direction. */
export const lowestSimilarity: number = -highestFloat32;

/** Rows with this many elements or fewer are summed in sequence. */
export const sequentialElements = 16;

/** Returns Σ aᵢ·bᵢ. */
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

/** Returns Σ (aᵢ − bᵢ)². */
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

/** Returns Σ |aᵢ − bᵢ|. */
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

/** The kernel for each distance: the dot product of normalized vectors for Cosine, the squared distance for Euclid. */
export const distanceKernels: Readonly<Record<Distance, DistanceKernel>> = {
  Cosine: dotProduct,
  Dot: dotProduct,
  Euclid: squaredEuclidDistance,
  Manhattan: manhattanDistance,
};

/** Returns true when a smaller score is better. */
export function isSmallerBetter(distance: Distance): boolean {
  return distance === 'Euclid' || distance === 'Manhattan';
}

/** Converts a similarity, where larger is better, to the score that clients see: √−s for Euclid, −s for Manhattan, otherwise s itself. */
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
