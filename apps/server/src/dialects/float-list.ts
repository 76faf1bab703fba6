// Nine decimals distinguish all float32 values of ordinary size.
const decimals = 1e9;

/**
 * Returns a vector as numbers for JSON. Each number is the same float32. It has nine decimals where they are exact, instead of the seventeen
 * digits of its float64. This makes the JSON more than a third shorter, and faster to write and to parse.
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
