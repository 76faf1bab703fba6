const smallestSubnormal = 2 ** -24;

let table: Float32Array | undefined;

/**
 * Returns a table of the exact number for each pattern of 16 bits (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits).
 *
 * The table has 65,536 entries (256 kB) and is created at the first call. It is shared, so never write to it.
 *
 * @example
 * float16Table()[0x3c00]; // => 1
 */
export function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 0x1_0000 }, (_, bits) => float16Value(bits));
  return table;
}

/** Returns the exact numbers of float16 `bits`. */
export function widenFloat16(bits: Uint16Array): Float32Array {
  const numbers = float16Table();
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) values[index] = numbers[bits[index]!]!;
  return values;
}

function float16Value(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  // Subnormal numbers have no leading 1.
  if (exponent === 0) return sign * fraction * smallestSubnormal;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
