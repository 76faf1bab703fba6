import { InvalidArgumentError, type OptionKinds, requireInteger, requireKind, requireOptions } from '@x/core';

/** Options of {@link compareRuns}. */
export interface CompareRunsOptions {
  /** How many times the queries are resampled, at least 100. @default 10,000 */
  readonly resamples?: number;
  /** The same seed returns the same result. @default 1 */
  readonly seed?: number;
}

const optionKinds: OptionKinds<CompareRunsOptions> = { resamples: 'number', seed: 'number' };

/** How much better the second run is, and how certain that is. */
export interface RunComparison {
  /** Mean over queries of the second run's value minus the first run's value. */
  readonly difference: number;
  /** 95% confidence interval of the difference: the 2.5th and 97.5th percentiles of the resampled means. */
  readonly interval: readonly [low: number, high: number];
  /** Probability of a difference of at least this size, in either direction, if both runs were equally good. */
  readonly pValue: number;
  /** Number of queries on which the second run is better (`wins`), worse (`losses`) or equal (`ties`). */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/**
 * Compares two runs on the same queries with the paired bootstrap.
 *
 * The p-value uses the shifted test: it compares the mean difference with resampled means, shifted by their own mean
 * (Sakai, Evaluating Evaluation Metrics based on the Bootstrap, SIGIR 2006).
 *
 * @param first One metric's values by query, as in `Evaluation.perQuery`.
 * @throws {InvalidArgumentError} when the runs have different queries, or none.
 *
 * @example
 * compareRuns({ q1: 0.2, q2: 0.4 }, { q1: 0.7, q2: 0.9 }).difference; // => 0.5
 */
export function compareRuns(
  first: Readonly<Record<string, number>>,
  second: Readonly<Record<string, number>>,
  options: CompareRunsOptions = {},
): RunComparison {
  const { resamples = 10_000, seed = 1 } = requireOptions(options, optionKinds);
  requireKind(first, 'object', 'first');
  requireKind(second, 'object', 'second');
  requireInteger(resamples, 'resamples', { min: 100 });
  const differences = differencesOf(first, second);
  const difference = mean(differences);
  const random = randomNumbers(seed);
  const means = Float64Array.from({ length: resamples }, () => resampledMean(differences, random)).toSorted();
  const asFar = means.filter((value) => Math.abs(value - difference) >= Math.abs(difference)).length;
  return {
    difference,
    interval: [percentile(means, 0.025), percentile(means, 0.975)],
    pValue: (asFar + 1) / (resamples + 1),
    wins: differences.filter((value) => value > 0).length,
    losses: differences.filter((value) => value < 0).length,
    ties: differences.filter((value) => value === 0).length,
  };
}

function differencesOf(
  first: Readonly<Record<string, number>>,
  second: Readonly<Record<string, number>>,
): Float64Array {
  const queries = Object.keys(first);
  const missing = queries.find((query) => !Object.hasOwn(second, query));
  if (missing !== undefined || queries.length !== Object.keys(second).length || queries.length === 0) {
    const value = missing === undefined ? `${Object.keys(second).length} queries` : `no value for query '${missing}'`;
    const counts =
      queries.length === 0 ? 'first has no queries.' : `second has ${value}, but first has ${queries.length}.`;
    const expected = `values for the same queries as the first run, which has ${queries.length}`;
    const problem = () => (missing === undefined ? counts : `second has ${value}, but first has one.`);
    throw new InvalidArgumentError({ parameter: 'second', value, expected, problem });
  }
  return Float64Array.from(queries, (query) => second[query]! - first[query]!);
}

function resampledMean(values: Float64Array, random: () => number): number {
  let sum = 0;
  for (let draw = 0; draw < values.length; draw++) sum += values[Math.floor(random() * values.length)]!;
  return sum / values.length;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Returns a generator of numbers from 0 to 1 (mulberry32 by Tommy Ettinger, public domain). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
