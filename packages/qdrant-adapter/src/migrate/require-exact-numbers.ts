import { VectorStoreError } from '@x/core';
import type { RetrievedPoint } from '../types/points.ts';

/** A server stores integers up to here. Beyond, every number is a float, which JavaScript reads exactly. */
const largestInteger = 2 ** 64;

/**
 * Checks that the numbers of a point's payload are those that the server stores. JSON has integers of 64 bits, and JavaScript rounds those beyond 2^53.
 *
 * @throws {VectorStoreError} naming the point and the field of the first number that may have been rounded.
 */
export function requireExactNumbers(collection: string, { id, payload }: RetrievedPoint): void {
  const field = fieldOfRounded(payload);
  if (field === undefined) return;
  throw new VectorStoreError({
    message: `Point ${id} of "${collection}" cannot be copied: its payload has a number from 2^53 to 2^64 at ${field}, which is rounded if it is an integer there. Store it as a string, or copy the collection by a snapshot.`,
    operation: 'migrate',
    collection,
  });
}

/** Returns the path of the first number that may have been rounded. */
function fieldOfRounded(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) <= largestInteger
      ? ''
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const inner = fieldOfRounded(part);
    if (inner !== undefined) return inner === '' ? key : `${key}.${inner}`;
  }
  return undefined;
}
