import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';

/**
 * A float32 copy of a list of numbers.
 *
 * @throws {VectorStoreError} with status 400 when `value` is no list, 422 when an element is not finite in float32.
 */
export function readDenseVector(value: unknown, path: string, context: RequestContext): Float32Array {
  if (!isFloat32Array(value) && !Array.isArray(value)) {
    throw malformedRequest(context, `${path} must be an array of numbers or a Float32Array`);
  }
  const vector = new Float32Array(value.length);
  readNumbers(value, vector, { offset: 0, path }, context);
  return vector;
}

/** Copies the numbers of `values` into `target`, from `offset` on. @throws {VectorStoreError} with status 422. */
export function readNumbers(
  values: ArrayLike<unknown>,
  target: Float32Array,
  { offset, path }: { readonly offset: number; readonly path: string },
  context: RequestContext,
): void {
  for (let index = 0; index < values.length; index++) {
    const element = values[index];
    if (typeof element !== 'number') {
      throw invalidValue(context, `${path}[${index}]`, `must be a number, but is of type ${typeof element}`);
    }
    target[offset + index] = element;
    if (!Number.isFinite(target[offset + index])) {
      throw invalidValue(context, `${path}[${index}]`, `value ${element} invalid, must be finite in float32`);
    }
  }
}

/** By its tag, because test runners and `node:vm` have a Float32Array of their own that `instanceof` does not know. */
export function isFloat32Array(value: unknown): value is Float32Array {
  if (value instanceof Float32Array) return true;
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Float32Array]';
}
