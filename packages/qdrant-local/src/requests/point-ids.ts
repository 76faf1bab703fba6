import { canonicalUuid, type PointId } from '@x/core';

import { invalidValue, malformedRequest, type RequestContext } from '../json/server-errors.ts';
import { WholeFloat } from '../json/whole-float.ts';

const maxUnsigned64 = 2n ** 64n - 1n;

/**
 * Returns the canonical form of an id: a safe number, a bigint above 2^53 - 1, or a lower-case UUID with dashes.
 *
 * @throws {VectorStoreError} with status 422 when `value` is neither an unsigned 64-bit integer nor a UUID, or is a number
 *   above 2^53 - 1, which may differ from the intended integer; 400 when it was written as a float.
 */
export function canonicalPointId(value: unknown, path: string, context: RequestContext): PointId {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value === 0 ? 0 : value;
  if (typeof value === 'bigint' && value >= 0n && value <= maxUnsigned64) {
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }
  const uuid = typeof value === 'string' ? canonicalUuid(value) : undefined;
  if (uuid !== undefined) return uuid;
  if (value instanceof WholeFloat) throw malformedRequest(context, `${path}: ${refusedIdReason(value)}`);
  throw invalidValue(context, path, refusedIdReason(value));
}

/** Orders ids as the server does: integers before UUIDs, each ascending. */
export function comparePointIds(a: PointId, b: PointId): number {
  const aIsUuid = typeof a === 'string';
  if (aIsUuid !== (typeof b === 'string')) return aIsUuid ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function refusedIdReason(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER) {
    return `value ${value} is above 2^53 - 1, where numbers cannot represent every integer; pass it as a bigint (${BigInt(value)}n)`;
  }
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : describe(value);
  return `value ${shown} is not a valid point ID, valid values are either an unsigned integer or a UUID`;
}

function describe(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof WholeFloat) return String(value);
  return value === null ? 'null' : typeof value;
}
