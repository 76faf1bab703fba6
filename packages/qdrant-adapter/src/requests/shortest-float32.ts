/**
 * The number whose decimal form is the shortest of all that round to this 32-bit float.
 *
 * A float32 widened to a JavaScript number prints digits that it never had (0.1 becomes 0.10000000149011612). The result
 * here prints without them, and `Math.fround` of it gives back the very same float.
 *
 * @example
 * shortestFloat32(Math.fround(0.1)); // => 0.1
 */
export function shortestFloat32(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  // Eight digits are the usual need, six always print, nine always suffice: most values take two trials.
  const eight = rounded(value, 8, exponent);
  if (Math.fround(eight) !== value) return rounded(value, 9, exponent);
  let shortest = eight;
  for (let digits = 7; digits >= 1; digits--) {
    const shorter = rounded(value, digits, exponent);
    if (Math.fround(shorter) !== value) break;
    shortest = shorter;
  }
  return shortest;
}

// Powers of ten up to here are exact doubles, so that one division rounds correctly and prints as the decimal it stands for.
const largestExactPower = 22;
const powersOfTen: readonly number[] = Array.from({ length: largestExactPower + 1 }, (_, power) =>
  Number(`1e${power}`),
);

/** `value` to so many significant digits. `exponent` may be one off next to a power of ten, which costs a digit, not exactness. */
function rounded(value: number, digits: number, exponent: number): number {
  const places = digits - 1 - exponent;
  if (places < 0 || places > largestExactPower) return Number(value.toPrecision(digits));
  const scale = powersOfTen[places]!;
  return Math.round(value * scale) / scale;
}
