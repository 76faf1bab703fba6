import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** Bounds of a number. `min` and `max` are inclusive, `above` is not. */
export type NumberRange =
  | { readonly min: number; readonly max?: number; readonly above?: never }
  | { readonly above: number; readonly min?: never; readonly max?: never };

/**
 * Checks that `value` is a finite number within the range and returns it.
 *
 * @throws {InvalidArgumentError} when it is not.
 */
export function requireNumber(value: unknown, parameter: string, { min, max, above }: NumberRange): number {
  const isInRange =
    Number.isFinite(value) &&
    (value as number) >= (min ?? -Infinity) &&
    (value as number) <= (max ?? Infinity) &&
    (value as number) > (above ?? -Infinity);
  if (isInRange) return value as number;
  const from = above === undefined ? `from ${min}` : `above ${above}`;
  throw new InvalidArgumentError({
    parameter,
    value,
    expected: `a number ${from}${max === undefined ? '' : ` to ${max}`}`,
  });
}
