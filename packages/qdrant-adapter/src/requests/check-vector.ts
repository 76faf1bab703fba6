import { InvalidArgumentError } from '@x/core';

/**
 * Checks that a dense vector has components and that each is a finite 32-bit float.
 *
 * @throws {InvalidArgumentError} naming the first bad component, e.g. `points[3].vector.embedding[17]`.
 */
export function requireDenseVector(vector: readonly unknown[] | Float32Array, place: string): void {
  if (vector.length === 0) {
    throw new InvalidArgumentError({
      parameter: place,
      value: vector,
      expected: 'a vector with at least one component',
    });
  }
  const index =
    vector instanceof Float32Array ? firstBadOf32Bit(vector) : vector.findIndex((value) => !isFloat32(value));
  if (index !== -1) throw notFinite(vector[index], `${place}[${index}]`);
}

/**
 * Checks that a sparse vector has as many values as indices, unique unsigned 32-bit indices and finite values.
 *
 * @throws {InvalidArgumentError} naming the place of the first fault.
 */
export function requireSparseVector(
  { indices, values }: { readonly indices: unknown; readonly values: unknown },
  place: string,
): void {
  if (!isIndexList(indices) || !isRow(values) || indices.length !== values.length) {
    throw new InvalidArgumentError({
      parameter: place,
      value: values,
      expected: 'as many values as indices, in two lists',
    });
  }
  const seen = new Set<number>();
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position]!;
    if (!Number.isInteger(index) || index < 0 || index > 0xffffffff || seen.has(index)) {
      const parameter = `${place}.indices[${position}]`;
      throw new InvalidArgumentError({
        parameter,
        value: index,
        expected: 'an unsigned 32-bit integer that occurs once',
      });
    }
    seen.add(index);
    if (!isFloat32(values[position])) throw notFinite(values[position], `${place}.values[${position}]`);
  }
}

/**
 * Checks a vector that a model has made, whatever its kind, and returns it.
 *
 * @throws {InvalidArgumentError} when it is none, or has a component that is not finite.
 */
export function requireEmbeddedVector(vector: unknown, place: string): unknown {
  if (typeof vector === 'object' && vector !== null && 'indices' in vector && 'values' in vector) {
    requireSparseVector(vector, place);
  } else if (Array.isArray(vector) && isRow(vector[0])) {
    for (const [index, row] of vector.entries()) requireDenseVector(row as Float32Array, `${place}[${index}]`);
  } else if (isRow(vector)) {
    requireDenseVector(vector, place);
  } else {
    throw new InvalidArgumentError({ parameter: place, value: vector, expected: 'a vector, as its embedder answers' });
  }
  return vector;
}

/** A loop of its own, because a bulk upload passes every component through it. */
function firstBadOf32Bit(vector: Float32Array): number {
  for (let index = 0; index < vector.length; index++) if (!Number.isFinite(vector[index])) return index;
  return -1;
}

/** A double beyond the range of 32-bit floats would be stored as Infinity. */
function isFloat32(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(Math.fround(value));
}

function notFinite(value: unknown, parameter: string): InvalidArgumentError {
  return new InvalidArgumentError({ parameter, value, expected: 'a finite 32-bit float' });
}

function isIndexList(value: unknown): value is readonly number[] | Uint32Array {
  return Array.isArray(value) || value instanceof Uint32Array;
}

function isRow(value: unknown): value is readonly number[] | Float32Array {
  return Array.isArray(value) || value instanceof Float32Array;
}
