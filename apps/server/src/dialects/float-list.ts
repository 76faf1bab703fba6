// Nine decimals tell apart what a float32 of ordinary size tells apart.
const decimals = 1e9;

/**
 * A vector as numbers for JSON: each the same float32, with nine decimals where they are enough, instead of the seventeen digits of its float64.
 * The text is a good third shorter so, and quicker to write and to read.
 *
 * @example
 * JSON.stringify(toFloatList(Float32Array.of(0.1, -2))); // => '[0.1,-2]'
 */
export function toFloatList(vector: Float32Array): number[] {
  const list: number[] = [];
  for (const exact of vector) {
    const short = Math.round(exact * decimals) / decimals;
    list.push(Math.fround(short) === exact ? short : exact);
  }
  return list;
}
