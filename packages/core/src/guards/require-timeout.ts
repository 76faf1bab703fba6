import { requireInteger } from './require-integer.ts';

/** The longest time of a timer in milliseconds, 24.8 days. A timer with a longer time ends after 1 ms. */
export const longestTimerMs: number = 2 ** 31 - 1;

/**
 * Checks that a value is a number of milliseconds that a timer can wait, and returns it. Use it for time limits and intervals.
 *
 * @param range.min Least number of milliseconds. @default 1
 * @throws {InvalidArgumentError} when it is not a whole number from `min` to 2147483647.
 *
 * @example
 * requireTimeout(30_000, 'timeoutMs'); // => 30000
 */
export function requireTimeout(value: unknown, parameter: string, { min = 1 }: { readonly min?: number } = {}): number {
  return requireInteger(value, parameter, { min, max: longestTimerMs });
}
