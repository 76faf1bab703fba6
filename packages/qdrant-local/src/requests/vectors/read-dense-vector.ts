import type { Steps } from '../../turns/steps.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';

/** The range that {@link readNumbers} reads. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  /** The path of the list, for errors. */
  readonly path: string;
}

/** The number of numbers read in one step, which takes less than a millisecond. */
export const numbersPerStep: number = 2 ** 14;

/**
 * Returns a float32 copy of a list of numbers.
 *
 * @throws {VectorStoreError} with status 400 when `value` is not a list of numbers, 422 when a number is not finite in float32.
 */
export function* readDenseVector(value: unknown, path: string, context: RequestContext): Steps<Float32Array> {
  if (!isFloat32Array(value) && !Array.isArray(value)) {
    throw malformedRequest(context, `${path} must be an array of numbers or a Float32Array`);
  }
  const vector = new Float32Array(value.length);
  for (let from = 0; from < vector.length; from += numbersPerStep) {
    if (from > 0) yield;
    readNumbers(value, vector, { from, to: Math.min(from + numbersPerStep, vector.length), path }, context);
  }
  return vector;
}

/** Copies a range of `values` to the same positions of `target`. @throws {VectorStoreError} with status 400 when one is not a number, 422 when it is not finite in float32. */
export function readNumbers(
  values: ArrayLike<unknown>,
  target: Float32Array,
  { from, to, path }: NumberRange,
  context: RequestContext,
): void {
  for (let index = from; index < to; index++) {
    const element = values[index];
    if (typeof element !== 'number') {
      throw malformedRequest(context, `${path}[${index}] must be a number, but is of type ${typeof element}`);
    }
    target[index] = element;
    if (!Number.isFinite(target[index])) {
      throw invalidValue(context, `${path}[${index}]`, `value ${element} invalid, must be finite in float32`);
    }
  }
}

/** True for a Float32Array. Also checks the tag, because the Float32Array of test runners and `node:vm` fails `instanceof`. */
export function isFloat32Array(value: unknown): value is Float32Array {
  if (value instanceof Float32Array) return true;
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Float32Array]';
}
