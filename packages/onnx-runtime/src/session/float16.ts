/**
 * Half-precision numbers widened to float32, exactly (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits).
 *
 * ONNX Runtime gives float16 tensors as their bits in a `Uint16Array` on Node.js 20 and 22, and as numbers in a `Float16Array` where the
 * engine has one (Node.js 24).
 */
export function widenFloat16(data: Uint16Array | Iterable<number>): Float32Array {
  if (!(data instanceof Uint16Array)) return Float32Array.from(data);
  table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => decode(bits));
  const values = new Float32Array(data.length);
  for (let index = 0; index < data.length; index++) values[index] = table[data[index]!]!;
  return values;
}

/** Every value there is; 256 kB, made when the first half-precision model runs. */
let table: Float32Array | undefined;

function decode(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  // Below the smallest normal number the leading 1 is missing.
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
