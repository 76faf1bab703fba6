import { isJsonObject } from './json-path.ts';
import { invalidValue, malformedRequest, notSupported, type RequestContext } from './server-errors.ts';

/** Returns `value` when it is an object. @throws {VectorStoreError} with status 400 when it is not. */
export function readObject(value: unknown, what: string, context: RequestContext): Record<string, unknown> {
  if (!isJsonObject(value)) throw malformedRequest(context, `${what} must be an object`);
  return value;
}

/** @throws {VectorStoreError} with status 400 when `object` has a key that is not `known`. */
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

/** @throws {VectorStoreError} with status 501 when `object` uses a key of `unsupported`, whose value names the feature. */
export function refuseUnsupportedKeys(
  object: Record<string, unknown>,
  unsupported: Readonly<Record<string, string>>,
  context: RequestContext,
): void {
  for (const [key, feature] of Object.entries(unsupported)) {
    if (isGiven(object[key])) throw notSupported(context, feature);
  }
}

/** A whole number from `min` to `max`, or `absent` when there is none. @throws {VectorStoreError} with status 422. */
export function readWholeNumber(
  object: Record<string, unknown>,
  key: string,
  { min, max, absent }: { readonly min: number; readonly max?: number; readonly absent: number },
  context: RequestContext,
): number {
  const value = object[key] ?? absent;
  if (!Number.isSafeInteger(value) || (value as number) < min) {
    throw invalidValue(context, key, `value ${shown(value)} invalid, must be a whole number, ${min} or larger`);
  }
  if (max !== undefined && (value as number) > max) {
    throw invalidValue(context, key, `value ${shown(value)} invalid, must be ${max} or smaller`);
  }
  return value as number;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : typeof value;
}
