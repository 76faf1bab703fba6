import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/**
 * Checks that `value` is one of `allowed` and returns it.
 *
 * @throws {InvalidArgumentError} naming the allowed values.
 */
export function requireOneOf<T extends string>(value: unknown, parameter: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    throw new InvalidArgumentError({
      parameter,
      value,
      expected: `one of ${allowed.map((name) => `'${name}'`).join(', ')}`,
    });
  }
  return value as T;
}
