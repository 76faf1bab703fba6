import { canonicalUuid, InvalidArgumentError, type PointId } from '@x/core';

const largestId = 2n ** 64n - 1n;

/**
 * Returns a point id after checking that it is exact. A bigint within the safe integers becomes a number.
 *
 * @throws {InvalidArgumentError} when it is negative, fractional, above 2^53 - 1 as a number, above 2^64 - 1 as a bigint, or a string that is not a UUID.
 */
export function requirePointId(id: unknown, parameter: string): PointId {
  if (typeof id === 'number') return requireExactNumber(id, parameter);
  if (typeof id === 'string' && canonicalUuid(id) !== undefined) return id;
  if (typeof id === 'bigint' && id >= 0n && id <= largestId) {
    return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : id;
  }
  throw new InvalidArgumentError({ parameter, value: id, expected: 'an unsigned 64-bit integer or a UUID' });
}

function requireExactNumber(id: number, parameter: string): number {
  if (Number.isSafeInteger(id) && id >= 0) return id;
  const isTooLarge = Number.isInteger(id) && id > 0;
  throw new InvalidArgumentError({
    parameter,
    value: id,
    expected: isTooLarge ? 'below 2^53 as a number' : 'an unsigned 64-bit integer or a UUID',
    ...(isTooLarge && {
      advice: 'Larger numbers are rounded and would identify another point. Pass a bigint or a UUID.',
    }),
  });
}
