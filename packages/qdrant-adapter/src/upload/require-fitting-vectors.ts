import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import { type InferenceInput, isInferenceInput } from '@x/qdrant-local/wire';

/** The components of a collection's vectors by name, with `''` for the unnamed vector; `undefined` for sparse vectors. */
type Spaces = ReadonlyMap<string, number | undefined>;

/** Returns the components that an inference object is embedded to; undefined when unknown or variable. */
type DimensionOf = (input: InferenceInput) => number | undefined;

/** Options of {@link requireFittingVectors}. */
export interface FittingOptions {
  /** The operation in errors. */
  readonly operation: 'uploadPoints' | 'upsert';
  /** @default a function that returns undefined */
  readonly dimensionOf?: DimensionOf;
}

/**
 * Checks points against a collection's parameters, so that a list fails before the first point is sent. A server would store the points before the
 * first one that does not fit.
 *
 * @throws {VectorStoreError} with the status and message of the server.
 */
export function requireFittingVectors(
  collection: string,
  params: Schemas['CollectionParams'],
  points: readonly unknown[],
  { operation, dimensionOf = () => undefined }: FittingOptions,
): void {
  const spaces = spacesOf(params);
  const wrongInput = (reason: string): VectorStoreError =>
    new VectorStoreError({ message: `Wrong input: ${reason}`, operation, collection, status: 400 });
  for (const point of points) {
    for (const [name, vector] of namedVectors(fieldOf(point, 'vector'))) {
      if (!spaces.has(name)) throw wrongInput(`Not existing vector name error: ${name}`);
      const expected = spaces.get(name);
      if (expected === undefined) continue;
      const actual = lengthsOf(vector, dimensionOf).find((length) => length !== expected);
      if (actual === undefined) continue;
      throw wrongInput(`Vector dimension error: expected dim: ${expected}, got ${actual}`);
    }
  }
}

/** Returns the components of a dense vector, or of each row of a multivector. The list is empty when they are unknown. */
function lengthsOf(vector: unknown, dimensionOf: DimensionOf): number[] {
  if (isInferenceInput(vector)) {
    const dimension = dimensionOf(vector);
    return dimension === undefined ? [] : [dimension];
  }
  if (!isRow(vector)) return [];
  return isRow(vector[0]) ? Array.from(vector, (row) => (isRow(row) ? row.length : 0)) : [vector.length];
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Float32Array;
}

function spacesOf({ vectors, sparse_vectors: sparse }: Schemas['CollectionParams']): Spaces {
  const spaces = new Map<string, number | undefined>();
  const size = fieldOf(vectors, 'size');
  if (typeof size === 'number') spaces.set('', size);
  else for (const [name, params] of entriesOf(vectors)) spaces.set(name, Number(fieldOf(params, 'size')));
  for (const [name] of entriesOf(sparse)) spaces.set(name, undefined);
  return spaces;
}

function namedVectors(vector: unknown): readonly [string, unknown][] {
  return isInferenceInput(vector) || isRow(vector) ? [['', vector]] : entriesOf(vector);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
