import { isPlainObject } from '@x/core';

import { invalidValue, malformedRequest, notSupported, type RequestContext } from './server-errors.ts';
import { WholeFloat } from './whole-float.ts';

/** Returns `value` when it is a plain object. @throws {VectorStoreError} with status 400 when it is not. */
export function readObject(value: unknown, what: string, context: RequestContext): Record<string, unknown> {
  if (!isPlainObject(value)) throw malformedRequest(context, `${what} must be an object`);
  return value;
}

/** Returns a copy of the own fields of a body, each read once. @throws {VectorStoreError} with status 400 when it is not a plain object. */
export function readBody(value: unknown, what: string, context: RequestContext): Record<string, unknown> {
  return { ...readObject(value, what, context) };
}

/**
 * Returns the object with aliases renamed to the keys of this engine. The aliases are other names that the server accepts (serde's `alias`).
 *
 * @throws {VectorStoreError} with status 400 when a key and its alias are both present.
 */
export function renameAliases(
  object: Record<string, unknown>,
  aliases: Readonly<Record<string, string>>,
  context: RequestContext,
): Record<string, unknown> {
  const given = Object.keys(aliases).filter((alias) => object[alias] !== undefined);
  if (given.length === 0) return object;
  const renamed = { ...object };
  for (const alias of given) {
    const key = aliases[alias]!;
    if (object[key] !== undefined)
      throw malformedRequest(context, `duplicate field \`${key}\`, also given as \`${alias}\``);
    renamed[key] = object[alias];
    delete renamed[alias];
  }
  return renamed;
}

/** @throws {VectorStoreError} with status 400 when `object` has a key that is not in `known`. */
export function refuseUnknownKeys(
  object: Record<string, unknown>,
  known: readonly string[],
  what: string,
  context: RequestContext,
): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key) && object[key] !== undefined) {
      throw malformedRequest(context, `unknown field \`${key}\` in ${what}, expected one of ${known.join(', ')}`);
    }
  }
}

/** @throws {VectorStoreError} with status 501 when `object` has a key of `unsupported`. The values of `unsupported` name the features. */
export function refuseUnsupportedKeys(
  object: Record<string, unknown>,
  unsupported: Readonly<Record<string, string>>,
  context: RequestContext,
): void {
  for (const [key, feature] of Object.entries(unsupported)) {
    if (isGiven(object[key])) throw notSupported(context, feature);
  }
}

/** Options of {@link readWholeNumber}. */
export interface WholeNumberOptions {
  readonly min: number;
  readonly max?: number;
  /** The value for a missing field. */
  readonly absent: number;
  /** The size of the server's integer type. @default 64 */
  readonly bits?: 32 | 64;
  /** The path of the object. @default none, for a body */
  readonly within?: string;
}

/**
 * Returns a whole number from `min` to `max`, or `absent` when the field is missing. A number above 2^53 - 1 is read as 2^53 - 1.
 *
 * @throws {VectorStoreError} with status 400 when the value is not an unsigned integer of `bits` bits, 422 when it is out of range.
 */
export function readWholeNumber(
  object: Record<string, unknown>,
  key: string,
  { min, max, absent, bits = 64, within }: WholeNumberOptions,
  context: RequestContext,
): number {
  const given = object[key] ?? absent;
  const path = within === undefined ? key : `${within}.${key}`;
  const value = typeof given === 'bigint' ? Number(given) : given;
  // 2^64 - 1 as a JavaScript number is 2^64.
  const end = bits === 64 ? 2 ** 64 : 2 ** 32 - 1;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > end) {
    throw malformedRequest(context, `${path} is ${shown(given)}, expected a whole number from 0 to 2^${bits} - 1`);
  }
  if (value < min) throw invalidValue(context, path, `value ${value} invalid, must be ${min} or larger`);
  if (max !== undefined && value > max) {
    throw invalidValue(context, path, `value ${value} invalid, must be ${max} or smaller`);
  }
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function shown(value: unknown): string {
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof WholeFloat;
  return isNumber ? String(value) : typeof value;
}
