import { largestOf } from './code-formats.ts';

/** A row of a query as whole numbers, each times a scale. */
export interface CodeQuery {
  /** `[dimension]` */
  readonly levels: Int16Array;
  /** Larger than 0, in float64. */
  readonly scale: number;
}

const highestLevel = 2 ** 15 - 1;
const highestFloat32 = 2 ** 128 - 2 ** 104;

/**
 * The whole numbers that are nearest to a query's row: of 16 bits, or, where a row has so many components that products
 * of such numbers and codes might not add up within 32 bits, of fewer, 9 at least.
 *
 * A component is off by at most half a scale, so a dot product by at most that times the sum of a row's absolute components.
 */
export function codeQuery(row: Float32Array, highestCode: number): CodeQuery {
  const highest = Math.min(highestLevel, Math.floor((2 ** 31 - 1) / (highestCode * row.length)));
  const scale = largestOf(row) / highest || 1;
  const levels = new Int16Array(row.length);
  for (let i = 0; i < row.length; i++) levels[i] = Math.round(row[i]! / scale);
  return { levels, scale };
}

/**
 * Adds the similarity of a query's row and the best row of a point to a sum, in float32. `best` is an exact whole number times
 * the scale of that row, in float64; what leaves the range of float32 in the worse direction stays at its end.
 */
export function addSimilarity(sum: number, best: number, { scale }: CodeQuery): number {
  return Math.fround(sum + Math.max(-highestFloat32, Math.fround(best * scale)));
}
