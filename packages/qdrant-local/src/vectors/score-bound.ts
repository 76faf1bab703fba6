import type { Distance } from '../requests/types/vector-types.ts';
import { sequentialElements } from './distances.ts';

// An element's bfloat16 prefix differs from the element by less than this share of it. When the element is almost zero, it differs by less than
// `smallElementError`.
const elementError = 2 ** -7;
const smallElementError = 2 ** -133;

// The rounding error of one float32 operation: this share of its result, or `smallRoundingError` when the result is almost zero.
const roundingError = 2 ** -24;
const smallRoundingError = 2 ** -149;

// Squares of longer vectors, and their sums, might exceed the range of float32.
const longest = 2 ** 60;

/** The Euclidean lengths of a query and of the longest row. */
export interface Lengths {
  readonly query: number;
  readonly row: number;
}

/**
 * Returns a bound for scores computed from prefixes (assembly/bfloat16-kernels.ts). A row whose prefix score equals this bound
 * or is worse cannot be nearer than `limit` by all of its bits. Returns `undefined` when numbers are so large that no bound holds.
 *
 * The two dot products differ by the dot product of the query and the row's error. By the Cauchy–Schwarz inequality, this is
 * less than the product of their lengths. By the triangle inequality, distances of both kinds differ by less than the error's
 * length. In addition, both scores are rounded sums.
 */
export function scoreBound(distance: Distance, limit: number, dimension: number, lengths: Lengths): number | undefined {
  if (!(lengths.query + lengths.row < longest)) return undefined;
  // Counts the additions to one running sum or four, plus the last few operations. Both scores are off by this share of the sum.
  const additions = Math.max(dimension / 4, Math.min(dimension, sequentialElements));
  const sumError = (additions + 8) * roundingError;
  const smallSumError = dimension * smallRoundingError;
  const rowError = elementError * lengths.row + Math.sqrt(dimension) * smallElementError;
  if (distance === 'Cosine' || distance === 'Dot') {
    const longestRow = lengths.row + rowError;
    const margin = lengths.query * (rowError + 2 * sumError * longestRow) + 2 * smallSumError;
    return limit - margin - Math.abs(limit) * 4 * roundingError;
  }
  if (distance === 'Euclid') {
    const reach = Math.sqrt((limit + smallSumError) / (1 - sumError)) + rowError;
    return (reach * reach + smallSumError) * (1 + 2 * sumError);
  }
  const reach = (limit + smallSumError) / (1 - sumError) + Math.sqrt(dimension) * rowError;
  return (reach + smallSumError) * (1 + 2 * sumError);
}
