const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * Returns the error function of `x`, accurate to 1e-15: `2 / sqrt(pi)` times the integral of `exp(-t²)` from 0 to `x`.
 *
 * Uses the series `exp(-x²) * sum(2^n x^(2n+1) / (1 * 3 * ... * (2n+1)))` (Abramowitz and Stegun 7.1.6). All its terms have the same sign, so
 * there is no cancellation.
 */
export function erf(x: number): number {
  // Beyond 6 the nearest double is 1 or -1.
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * sum;
}
