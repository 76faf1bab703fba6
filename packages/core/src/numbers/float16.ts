const smallestSubnormal = 2 ** -24;
const smallestNormal = 2 ** -14;
// Numbers from here on, half a step above the largest float16 (65504), round to infinity.
const overflow = 65_520;

const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

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

/** Returns the 16 bits of the float16 nearest to `value`, ties to even (IEEE 754 binary16). */
export function float16Bits(value: number): number {
  float32[0] = value;
  const bits = bits32[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(float32[0]);
  if (!(magnitude < overflow)) return magnitude === magnitude ? sign | 0x7c00 : 0x7e00;
  if (magnitude < smallestNormal) return sign | roundToEven(magnitude / smallestSubnormal);
  // 13 bits of the mantissa are dropped. Adding just under half of their range, plus the lowest remaining bit, rounds to even.
  // A carry out of the mantissa produces the right exponent.
  const rounded = (bits & 0x7fff_ffff) + 0xfff + ((bits >>> 13) & 1);
  return sign | ((rounded - ((127 - 15) << 23)) >>> 13);
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

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
