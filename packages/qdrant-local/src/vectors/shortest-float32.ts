const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const smallestNormal = 2 ** -126;

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
  if (Number.isInteger(value) && Math.abs(value) < 16_777_216) return value;
  if (!Number.isFinite(value)) return value;
  const magnitude = Math.abs(value);
  const exponent = Math.floor(Math.log10(magnitude));
  // A normal float32 preserves six digits, so fewer need no trial; nine digits always suffice.
  for (let digits = magnitude < smallestNormal ? 1 : 6; digits <= 9; digits++) {
    const candidate = roundToDigits(magnitude, digits, exponent);
    if (Math.fround(candidate) === magnitude) return value < 0 ? -candidate : candidate;
  }
  return Number(value.toPrecision(9));
}

/** Returns {@link shortestFloat32} of every element, as a plain array. */
export function shortestFloat32Array(vector: Float32Array): number[] {
  const decimals: number[] = [];
  for (const value of vector) decimals.push(shortestFloat32(value));
  return decimals;
}

/** Rounds to `digits` significant digits; `exponent` is the decimal exponent of the first digit. */
function roundToDigits(magnitude: number, digits: number, exponent: number): number {
  const scaleExponent = digits - 1 - exponent;
  // Both the power and the quotient are exact here, so the result is the double nearest to the decimal. This avoids formatting
  // and parsing text.
  if (scaleExponent >= 0 && scaleExponent < powersOfTen.length) {
    const scale = powersOfTen[scaleExponent]!;
    return Math.round(magnitude * scale) / scale;
  }
  return Number(magnitude.toPrecision(digits));
}
