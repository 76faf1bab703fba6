import type { PointId } from '@x/core';

import { invalidValue, malformedRequest, type RequestContext } from '../json/server-errors.ts';
import { WholeFloat } from '../json/whole-float.ts';

const maxUnsigned64 = 2n ** 64n - 1n;
const hyphenatedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
// The server also reads these spellings of one UUID: braces, a urn, no dashes.
const otherUuidSpelling =
  /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/;

/**
 * The one spelling of an id: a safe number, a bigint above that, or a lower-case UUID with dashes.
 *
 * @throws {VectorStoreError} with status 422 when `value` is no unsigned 64-bit integer and no UUID, or is a number
 *   above 2^53 - 1, which may not be the integer that was meant; 400 when it was written as a float.
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

/** The one spelling of a UUID, lower-case with dashes; `undefined` when `text` is none. */
export function canonicalUuid(text: string): string | undefined {
  // Spares most texts the expressions.
  if (text.length < 32) return undefined;
  const lower = text.toLowerCase();
  if (hyphenatedUuid.test(lower)) return lower;
  return otherUuidSpelling.exec(lower)?.slice(1).join('-');
}

/** Orders ids as the server does: integers before UUIDs, each ascending. */
export function comparePointIds(a: PointId, b: PointId): number {
  const aIsUuid = typeof a === 'string';
  if (aIsUuid !== (typeof b === 'string')) return aIsUuid ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function refusedIdReason(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER) {
    return `value ${value} is above 2^53 - 1, where numbers skip integers; pass it as a bigint (${BigInt(value)}n)`;
  }
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : describe(value);
  return `value ${shown} is not a valid point ID, valid values are either an unsigned integer or a UUID`;
}

function describe(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof WholeFloat) return String(value);
  return value === null ? 'null' : typeof value;
}
