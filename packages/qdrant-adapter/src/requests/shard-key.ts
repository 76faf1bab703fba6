import { InvalidArgumentError } from '@x/core';

/**
 * Checks the key of a shard.
 *
 * @throws {InvalidArgumentError} when it is neither a non-empty string of well-formed Unicode nor an integer from 0 to 2^53 - 1.
 */
export function requireShardKey(key: string | number, parameter: string): void {
  const isKey =
    typeof key === 'string' ? key !== '' && !/\p{Surrogate}/u.test(key) : Number.isSafeInteger(key) && key >= 0;
  if (isKey) return;
  throw new InvalidArgumentError({ parameter, value: key, expected: 'a non-empty string or a whole number' });
}
