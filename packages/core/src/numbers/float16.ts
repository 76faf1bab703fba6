const smallestSubnormal = 2 ** -24;

let table: Float32Array | undefined;

/**
 * The number that each pattern of 16 bits stands for, exactly (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits).
 *
 * 65,536 entries, 256 kB, made when it is asked for the first time. It is shared: read it, never write to it.
 *
 * @example
 * float16Table()[0x3c00]; // => 1
 */
export function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 0x1_0000 }, (_, bits) => float16Value(bits));
  return table;
}

/** The numbers of float16 `bits`, exactly. */
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
  // Below the smallest normal number the leading 1 is missing.
  if (exponent === 0) return sign * fraction * smallestSubnormal;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
