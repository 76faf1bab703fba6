import { invalidValue, malformedRequest, type RequestContext } from './server-errors.ts';
import { numberOf } from './whole-float.ts';

/**
 * The number at `key` as a float32; `undefined` when there is none.
 *
 * @throws {VectorStoreError} with status 400 for what is no number, 422 when it is not finite in float32.
 */
export function readFloat32(object: Record<string, unknown>, key: string, context: RequestContext): number | undefined {
  const given = object[key] ?? undefined;
  if (given === undefined) return undefined;
  const value = numberOf(given);
  if (value === undefined) throw malformedRequest(context, `${key} must be a number`);
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) {
    throw invalidValue(context, key, `value ${value} invalid, must be finite in float32`);
  }
  return rounded;
}

/** Like {@link readFloat32}, where there has to be one. @throws {VectorStoreError} with status 400 or 422. */
export function readRequiredFloat32(object: Record<string, unknown>, key: string, context: RequestContext): number {
  const value = readFloat32(object, key, context);
  if (value === undefined) throw malformedRequest(context, `missing field \`${key}\``);
  return value;
}
