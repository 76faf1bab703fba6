import { largestOf } from './code-formats.ts';

/** A row of a query as integers, multiplied by a scale. */
export interface CodeQuery {
  /** `[dimension]` */
  readonly levels: Int16Array;
  /** Larger than 0, in float64. */
  readonly scale: number;
}

const highestLevel = 2 ** 15 - 1;
const highestFloat32 = 2 ** 128 - 2 ** 104;

/**
 * Rounds a query's row to integers of 16 bits. For a row so long that products of such integers and codes could exceed 32 bits
 * in sum, the integers have fewer bits, at least 9.
 *
 * Each component is off by at most half a scale. A dot product is thus off by at most half a scale times the sum of the other
 * row's absolute components.
 */
export function codeQuery(row: Float32Array, highestCode: number): CodeQuery {
  const highest = Math.min(highestLevel, Math.floor((2 ** 31 - 1) / (highestCode * row.length)));
  const scale = largestOf(row) / highest || 1;
  const levels = new Int16Array(row.length);
  for (let i = 0; i < row.length; i++) levels[i] = Math.round(row[i]! / scale);
  return { levels, scale };
}

/**
 * Adds the similarity of one query row and a point's best row to a sum, in float32. `best` is an exact integer times the scale
 * of the best row, in float64. A result that exceeds the range of float32 in the worse direction becomes the last finite float32.
 */
export function addSimilarity(sum: number, best: number, { scale }: CodeQuery): number {
  return Math.fround(sum + Math.max(-highestFloat32, Math.fround(best * scale)));
}
