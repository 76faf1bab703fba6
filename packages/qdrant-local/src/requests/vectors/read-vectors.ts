import { isPlainObject } from '@x/core';

import type { Steps } from '../../turns/steps.ts';
import { malformedRequest, notSupported, type RequestContext } from '../../json/server-errors.ts';
import { isFloat32Array, readDenseVector } from './read-dense-vector.ts';
import { readMultiVector } from './read-multi-vector.ts';
import { readSparseVector } from './read-sparse-vector.ts';
import { denseValue, type VectorValue } from './vector-value.ts';

/** Vectors by name, as copies of the caller's vectors. The unnamed vector's name is the empty string. */
export type NamedVectors = ReadonlyMap<string, VectorValue>;

/**
 * Reads a point's `vector`: one dense vector or multivector without a name, or an object of vectors by name.
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function* readPointVectors(value: unknown, path: string, context: RequestContext): Steps<NamedVectors> {
  if (value === undefined || value === null)
    throw malformedRequest(context, `${path} is missing: a point must have a vector`);
  if (Array.isArray(value) || isFloat32Array(value)) return new Map([['', yield* readVector(value, path, context)]]);
  if (!isPlainObject(value)) {
    throw malformedRequest(context, `${path} must be a vector or an object of vectors by name`);
  }
  refuseInference(value, context);
  const vectors = new Map<string, VectorValue>();
  for (const [name, vector] of Object.entries(value)) {
    if (vectors.size > 0) yield;
    vectors.set(name, yield* readVector(vector, `${path}.${name}`, context));
  }
  return vectors;
}

/**
 * Returns a copy of a vector of any kind: numbers, `{ indices, values }`, or a list of vectors.
 *
 * @throws {VectorStoreError} with status 400 or 422 when it is not a vector, 501 for a text or an image to embed.
 */
export function* readVector(value: unknown, path: string, context: RequestContext): Steps<VectorValue> {
  if (isFloat32Array(value)) return denseValue(yield* readDenseVector(value, path, context));
  if (Array.isArray(value)) {
    const isMulti = Array.isArray(value[0]) || isFloat32Array(value[0]);
    return isMulti
      ? yield* readMultiVector(value, path, context)
      : denseValue(yield* readDenseVector(value, path, context));
  }
  if (!isPlainObject(value)) {
    throw malformedRequest(context, `${path} must be an array of numbers or a Float32Array, or a sparse vector`);
  }
  refuseInference(value, context);
  return yield* readSparseVector(value, path, context);
}

function refuseInference(value: Record<string, unknown>, context: RequestContext): void {
  if (typeof value['model'] === 'string') {
    throw notSupported(context, 'Embedding of texts and images (pass vectors instead)');
  }
}
