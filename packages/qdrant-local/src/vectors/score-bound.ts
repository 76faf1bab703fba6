import type { Distance } from '../requests/types/vector-types.ts';
import { sequentialElements } from './distances.ts';

// What an element's bfloat16 prefix says is nearer to zero, or farther from it, by less than this share, or, where it is almost
// zero, by less than the other number.
const elementError = 2 ** -7;
const smallElementError = 2 ** -133;

// What one operation in float32 adds: a share of its result, or, where that is almost zero, as much as the other number.
const roundingError = 2 ** -24;
const smallRoundingError = 2 ** -149;

// Squares of what is longer, and their sums, might leave the range of float32.
const longest = 2 ** 60;

/** The euclidean lengths of a query and of the longest row. */
export interface Lengths {
  readonly query: number;
  readonly row: number;
}

/**
 * Says how far off a row must be by its prefixes (assembly/bfloat16-kernels.ts) so as not to be nearer than `limit` by all
 * of its bits: no row whose score by prefixes is this bound, or worse, has a better distance than `limit`. `undefined`
 * where numbers are so large that nothing can be said.
 *
 * Dot products differ by the dot product of the query and the row's error, and so, as Cauchy and Schwarz have it, by less
 * than the product of their lengths. Distances, of both kinds, differ by less than the error's length: the triangle
 * inequality. Both scores are rounded sums besides.
 */
export function scoreBound(distance: Distance, limit: number, dimension: number, lengths: Lengths): number | undefined {
  if (!(lengths.query + lengths.row < longest)) return undefined;
  // One running sum or four, and the last few operations; both scores are off by this share of what was added up.
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
