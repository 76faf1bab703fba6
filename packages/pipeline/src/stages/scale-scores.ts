// Scales lists of scores, so that scores of different kinds can be added up. An infinite score, such as the distance of vectors that overflow, counts as
// the nearest finite score of its list.

/** Scales scores to the range 0 to 1; equal scores become 1. */
export function scaleToUnit(scores: readonly number[]): number[] {
  const { low, high, of } = rangeOf(scores);
  return of.map((score) => (high === low ? 1 : (score - low) / (high - low)));
}

/** Scales scores to mean 0 and deviation 1; equal scores become 0. */
export function standardize(scores: readonly number[]): number[] {
  const { of } = rangeOf(scores);
  const { mean, squares } = meanAndSquares(of);
  const deviation = Math.sqrt(squares / of.length);
  return of.map((score) => (deviation > 0 ? (score - mean) / deviation : 0));
}

/** Scales scores by their distribution: mean − 3σ becomes 0 and mean + 3σ becomes 1; equal scores become 0.5. */
export function scaleByDistribution(scores: readonly number[]): number[] {
  const { of } = rangeOf(scores);
  const { mean, squares } = meanAndSquares(of);
  const spread = 3 * Math.sqrt(squares / (of.length - 1));
  return of.map((score) => (spread > 0 ? (score - (mean - spread)) / (2 * spread) : 0.5));
}

/** Returns the scores shifted so that the best of them equals `top`. */
export function shiftBelow(scores: readonly number[], top: number): number[] {
  const { high, of } = rangeOf(scores);
  return of.map((score) => score - high + top);
}

/** The lowest and highest of some scores. */
interface ScoreRange {
  readonly low: number;
  readonly high: number;
  /** The scores, with the nearest finite one in place of an infinite one. */
  readonly of: readonly number[];
}

/** Returns the range of scores. Without a finite score, Infinity counts as 1 and −Infinity as −1. */
function rangeOf(scores: readonly number[]): ScoreRange {
  let [low, high] = [Infinity, -Infinity];
  // A spread into Math.min would overflow the stack for a long list.
  for (const score of scores) {
    if (!Number.isFinite(score)) continue;
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  if (low > high && scores.length > 0) return rangeOf(scores.map(Math.sign));
  const isFinite = scores.every(Number.isFinite);
  return { low, high, of: isFinite ? scores : scores.map((score) => Math.min(high, Math.max(low, score))) };
}

/** Returns the mean, and the sum of the squares of the deviations from it, by Welford's method: both are exact for equal scores. */
function meanAndSquares(scores: readonly number[]): { readonly mean: number; readonly squares: number } {
  let [mean, squares] = [0, 0];
  for (const [index, score] of scores.entries()) {
    const before = score - mean;
    mean += before / (index + 1);
    squares += before * (score - mean);
  }
  return { mean, squares };
}
