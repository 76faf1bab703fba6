import { invalidValue, malformedRequest, type RequestContext } from './server-errors.ts';
import { numberOf } from './whole-float.ts';

/**
 * Returns the number at `key` as a float32; `undefined` when the field is missing. `within` is the path of the object, empty for a body.
 *
 * @throws {VectorStoreError} with status 400 when the value is not a number, 422 when it is not finite in float32.
 */
export function readFloat32(
  object: Record<string, unknown>,
  key: string,
  within: string,
  context: RequestContext,
): number | undefined {
  const given = object[key] ?? undefined;
  return given === undefined ? undefined : toFloat32(given, within === '' ? key : `${within}.${key}`, context);
}

/**
 * Like {@link readFloat32}, but a number beyond the range of float32 becomes infinite, as serde_json reads it.
 *
 * @throws {VectorStoreError} with status 400 when the value is not a number, 422 when it is not finite.
 */
export function readBound(object: Record<string, unknown>, key: string, context: RequestContext): number | undefined {
  const bound = numberOf(object[key]);
  const isBeyond = bound !== undefined && Number.isFinite(bound) && !Number.isFinite(Math.fround(bound));
  return isBeyond ? Math.fround(bound) : readFloat32(object, key, '', context);
}

/** Like {@link readFloat32}, but for the value at a path, which is required. @throws {VectorStoreError} with status 400 or 422. */
export function requireFloat32(value: unknown, path: string, context: RequestContext): number {
  if (value === undefined || value === null) throw malformedRequest(context, `missing field \`${path}\``);
  return toFloat32(value, path, context);
}

function toFloat32(given: unknown, path: string, context: RequestContext): number {
  const value = numberOf(given);
  if (value === undefined) throw malformedRequest(context, `${path} must be a number`);
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) {
    throw invalidValue(context, path, `value ${value} invalid, must be finite in float32`);
  }
  return rounded;
}
