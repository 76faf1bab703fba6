/** A row of a query as whole numbers, each times a scale. */
export interface CodeQuery {
  /** `[dimension]` */
  readonly levels: Int16Array;
  /** Larger than 0, in float64. */
  readonly scale: number;
}

const highestLevel = 2 ** 15 - 1;

/**
 * The whole numbers that are nearest to a query's row: of 16 bits, or, where a row has so many components that products
 * of such numbers and codes might not add up within 32 bits, of fewer, 11 at least.
 *
 * A component is off by at most half a scale, so a dot product by at most that times the sum of a row's absolute components.
 */
export function codeQuery(row: Float32Array, highestCode: number): CodeQuery {
  const highest = Math.min(highestLevel, Math.floor((2 ** 31 - 1) / (highestCode * row.length)));
  let largest = 0;
  for (const component of row) largest = Math.max(largest, Math.abs(component));
  const scale = largest === 0 ? 1 : largest / highest;
  return { levels: Int16Array.from(row, (component) => Math.round(component / scale)), scale };
}
