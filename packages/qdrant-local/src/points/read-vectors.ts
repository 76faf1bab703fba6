import { isJsonObject } from '../payloads/json-path.ts';
import { invalidValue, malformedRequest, notSupported, type RequestContext } from '../server-errors.ts';
import { denseValue, type VectorValue } from '../vectors/vector-value.ts';

/** Vectors by name, as copies of what the caller passed; the unnamed vector's name is the empty string. */
export type NamedVectors = ReadonlyMap<string, VectorValue>;

/** Reads a point's `vector`: one vector, or an object of named ones. @throws {VectorStoreError} with status 400, 422, 501. */
export function readPointVectors(value: unknown, path: string, context: RequestContext): NamedVectors {
  if (value === undefined || value === null) throw invalidValue(context, path, 'a point must have a vector');
  if (!isJsonObject(value) || ArrayBuffer.isView(value)) {
    return new Map([['', denseValue(readDenseVector(value, path, context))]]);
  }
  refuseOtherKinds(value, context);
  return new Map(
    Object.entries(value).map(([name, vector]) => [
      name,
      denseValue(readDenseVector(vector, `${path}.${name}`, context)),
    ]),
  );
}

/**
 * A float32 copy of a dense vector.
 *
 * @throws {VectorStoreError} with status 422 when an element is not finite in float32, 501 for a sparse vector, a
 *   multivector or a text to embed.
 */
export function readDenseVector(value: unknown, path: string, context: RequestContext): Float32Array {
  if (!isFloat32Array(value) && !Array.isArray(value)) {
    if (isJsonObject(value)) refuseOtherKinds(value, context);
    throw malformedRequest(context, `${path} must be an array of numbers or a Float32Array`);
  }
  if (Array.isArray(value)) {
    if (Array.isArray(value[0])) throw notSupported(context, 'A multivector');
    const index = value.findIndex((element) => typeof element !== 'number');
    if (index !== -1) throw invalidValue(context, `${path}[${index}]`, `a ${typeof value[index]} is not a number`);
  }
  const vector = Float32Array.from(value as ArrayLike<number>);
  for (let index = 0; index < vector.length; index++) {
    if (!Number.isFinite(vector[index]!)) {
      const element = String(value[index]);
      throw invalidValue(context, `${path}[${index}]`, `value ${element} invalid, must be finite in float32`);
    }
  }
  return vector;
}

/** By its tag, because test runners and `node:vm` have a Float32Array of their own that `instanceof` does not know. */
function isFloat32Array(value: unknown): value is Float32Array {
  return Object.prototype.toString.call(value) === '[object Float32Array]';
}

function refuseOtherKinds(value: Record<string, unknown>, context: RequestContext): void {
  if (Array.isArray(value['indices']) && Array.isArray(value['values'])) throw notSupported(context, 'A sparse vector');
  if (typeof value['model'] === 'string') {
    throw notSupported(context, 'Embedding of texts and images (pass vectors instead)');
  }
}
