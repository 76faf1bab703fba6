// Every power of ten that a double holds exactly.
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
// Magnitudes whose digits can be computed with these powers.
const smallest = 1e-14;
const largest = 1e6;

const numbers = new Float32Array(1);
const bits = new Uint32Array(numbers.buffer);
/** By the exponent bits of a float32: the decimal exponent of the smallest magnitude with these bits. */
const decimalExponents = Int8Array.from({ length: 255 }, (_, exponentBits) =>
  Number((2 ** (exponentBits - 127)).toExponential().split('e')[1]),
);
/** The powers of ten from {@link smallest} to {@link largest}, at each of which the decimal exponent grows by one. */
const bounds = Float64Array.from({ length: 21 }, (_, index) => Number(`1e${index - 14}`));

/**
 * Returns the number with the shortest decimal form that reads back as the float32 `value`.
 *
 * A float32 widened to a JavaScript number prints the digits of its binary value. Servers that store float32 print the
 * shortest decimal instead.
 *
 * @example
 * shortestFloat32(Math.fround(0.1)); // => 0.1 (the widened number prints 0.10000000149011612)
 */
export function shortestFloat32(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude >= smallest && magnitude < largest)) return shortestOfAny(value);
  // Most float32 need eight digits, so these are tried first. Nine always suffice.
  const places = 7 - decimalExponent(magnitude);
  let shortest = roundToPlaces(magnitude, places);
  if (Math.fround(shortest) !== magnitude) shortest = roundToPlaces(magnitude, places + 1);
  else {
    for (let fewer = places - 1; fewer >= 0; fewer--) {
      const candidate = roundToPlaces(magnitude, fewer);
      if (Math.fround(candidate) !== magnitude) break;
      shortest = candidate;
    }
  }
  return value < 0 ? -shortest : shortest;
}

/** An array of doubles to copy: an array that grows leaves garbage, and one with holes is slow to write as JSON. */
let doubles: readonly number[] = [];

/** Returns {@link shortestFloat32} of every element, as a plain array. */
export function shortestFloat32Array(vector: Float32Array): number[] {
  if (doubles.length < vector.length) doubles = Array.from(vector, () => 0.5);
  const decimals = doubles.slice(0, vector.length);
  for (let index = 0; index < vector.length; index++) decimals[index] = shortestFloat32(vector[index]!);
  return decimals;
}

/** Returns the exponent of the first decimal digit. Expects a magnitude from {@link smallest} to {@link largest}. */
function decimalExponent(magnitude: number): number {
  numbers[0] = magnitude;
  const exponent = decimalExponents[bits[0]! >>> 23]!;
  const nextPower = bounds[exponent + 1 + 14]!;
  return magnitude < nextPower ? exponent : exponent + 1;
}

/**
 * Rounds to this number of decimal places. The power of ten and the rounded integer are exact, so the quotient is the double nearest to the
 * decimal. This avoids formatting and parsing text.
 */
function roundToPlaces(magnitude: number, places: number): number {
  const scale = powersOfTen[places]!;
  // At most nine digits, which fit 32 bits.
  return ((magnitude * scale + 0.5) | 0) / scale;
}

/** {@link shortestFloat32} of any value, by trying each number of digits. */
function shortestOfAny(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 16_777_216) return value;
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}
