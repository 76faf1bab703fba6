const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

const smallestSubnormal = 2 ** -24;
const smallestNormal = 2 ** -14;
// Numbers from here on, half a step above the largest float16 (65504), round to infinity.
const overflow = 65_520;

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

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
