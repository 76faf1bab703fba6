import { InvalidArgumentError } from '@x/core';

/**
 * Checks that a dense vector has components and that each is a finite 32-bit float.
 *
 * @throws {InvalidArgumentError} naming the first invalid component, for example `points[3].vector.embedding[17]`.
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
 * Checks that a sparse vector has one finite value per index, and that its indices are unique unsigned 32-bit integers.
 *
 * @throws {InvalidArgumentError} naming the path of the first invalid value.
 */
export function requireSparseVector(
  { indices, values }: { readonly indices: unknown; readonly values: unknown },
  place: string,
): void {
  if (!isIndexList(indices) || !isRow(values) || indices.length !== values.length) {
    throw new InvalidArgumentError({
      parameter: place,
      value: values,
      expected: 'two lists of equal length, with one value per index',
      problem: () => `${place} must have two lists of equal length, indices and values.`,
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
 * Returns a vector of any kind from an embedder after checking it.
 *
 * @throws {InvalidArgumentError} when it is not a vector, or has a component that is not finite.
 */
export function requireEmbeddedVector(vector: unknown, place: string): unknown {
  if (typeof vector === 'object' && vector !== null && 'indices' in vector && 'values' in vector) {
    requireSparseVector(vector, place);
  } else if (Array.isArray(vector) && isRow(vector[0])) {
    for (const [index, row] of vector.entries()) requireDenseVector(row as Float32Array, `${place}[${index}]`);
  } else if (isRow(vector)) {
    requireDenseVector(vector, place);
  } else {
    throw new InvalidArgumentError({
      parameter: place,
      value: vector,
      expected: 'a vector',
      problem: (shown) => `The embedder returned ${shown} instead of a vector for ${place}.`,
    });
  }
  return vector;
}

/** A plain loop for speed: a bulk upload checks every component here. */
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
