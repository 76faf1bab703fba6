const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * The error function, within 1e-15: `2 / sqrt(pi)` times the integral of `exp(-t²)` from 0 to `x`.
 *
 * The series `exp(-x²) * sum(2^n x^(2n+1) / (1 * 3 * ... * (2n+1)))` (Abramowitz and Stegun 7.1.6) has terms of one sign, so that nothing cancels.
 */
export function erf(x: number): number {
  // From here on the nearest double is 1.
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * sum;
}
