import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** Inclusive bounds of an integer. The upper bound defaults to `Number.MAX_SAFE_INTEGER`. */
export interface IntegerRange {
  readonly min: number;
  readonly max?: number;
}

/**
 * Checks that `value` is a whole number within the range and returns it.
 *
 * @throws {InvalidArgumentError} when it is not.
 */
export function requireInteger(
  value: unknown,
  parameter: string,
  { min, max = Number.MAX_SAFE_INTEGER }: IntegerRange,
): number {
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
    const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and <= ${max}`;
    throw new InvalidArgumentError({ parameter, value, expected: `a whole number >= ${min}${upper}` });
  }
  return value as number;
}
