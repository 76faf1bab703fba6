import {
  invalidValue,
  type RequestContext,
  unknownVectorName,
  vectorNameRequired,
  wrongDimension,
  wrongInput,
  wrongVectorKind,
} from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';
import type { PackedKind, VectorParams } from '../requests/types/vector-types.ts';
import type { NamedVectors } from '../requests/vectors/read-vectors.ts';
import type { MultiValue, VectorValue } from '../requests/vectors/vector-value.ts';
import { normalizeCosine } from '../vectors/normalize-cosine.ts';
import { packRows } from '../vectors/packed/packed-rows.ts';
import { packedValue, type PackedValue, type StoredVector } from '../vectors/packed-value.ts';
import { rowFormats } from '../vectors/row-formats.ts';

// Half a step above the largest float16. Numbers from here on are rounded to infinity.
const float16Overflow = 65_520;

/** Returns whether the collection has a vector of that name, of any kind. */
function hasVectorName({ vectors, sparseVectors = {} }: CollectionConfig, name: string): boolean {
  return Object.hasOwn(vectors, name) || Object.hasOwn(sparseVectors, name);
}

/** Checks the vector name in a request. @throws {VectorStoreError} with status 400 when the collection has no such vector. */
export function requireVector(config: CollectionConfig, name: string, context: RequestContext): void {
  if (hasVectorName(config, name)) return;
  const names = [...Object.keys(config.vectors), ...Object.keys(config.sparseVectors ?? {})];
  if (names.length === 0) throw wrongInput(context, 'Vectors are not configured in this collection');
  if (name === '') throw vectorNameRequired(context, names);
  throw unknownVectorName(context, name);
}

/**
 * Prepares a vector for its column, to be stored or used as a query. Checks its kind and dimension, and normalizes it to length 1
 * for Cosine. May work in place; use the returned value.
 *
 * @throws {VectorStoreError} with status 400 when the vector does not fit the collection, 422 when an element is too large
 *   for the datatype.
 */
export function prepareVector(
  config: CollectionConfig,
  name: string,
  vector: VectorValue,
  context: RequestContext,
): VectorValue {
  requireVector(config, name, context);
  if (Object.hasOwn(config.vectors, name)) return prepareDense(paramsAsKept(config, name), name, vector, context);
  if (vector.kind === 'dense') throw wrongVectorKind(context, 'sparse');
  if (vector.kind === 'multi') throw wrongVectorKind(context, 'multi');
  return vector;
}

/** Checks the names of the vectors to return. @throws {VectorStoreError} with status 400 when the collection has no such vector. */
export function requireResultVectors(
  config: CollectionConfig,
  { vectors }: ResultSelection,
  context: RequestContext,
): void {
  if (Array.isArray(vectors)) for (const name of vectors) requireVector(config, name, context);
}

/** Checks the vector names in a write. @throws {VectorStoreError} with status 400 when the collection has no such vector. */
export function requireVectorNames(config: CollectionConfig, names: Iterable<string>, context: RequestContext): void {
  for (const name of names) if (!hasVectorName(config, name)) throw unknownVectorName(context, name);
}

/**
 * {@link prepareVector} for all vectors of a point to be stored. Vectors stored on disk are packed.
 *
 * @throws {VectorStoreError} with status 400 or 422.
 */
export function prepareVectors(
  config: CollectionConfig,
  vectors: NamedVectors,
  context: RequestContext,
): ReadonlyMap<string, StoredVector> {
  const { packedVectors = {} } = config;
  const prepared = new Map<string, StoredVector>();
  requireVectorNames(config, vectors.keys(), context);
  for (const [name, given] of vectors) {
    const vector = prepareVector(config, name, given, context);
    prepared.set(name, Object.hasOwn(packedVectors, name) ? pack(vector, packedVectors[name]!) : vector);
  }
  return prepared;
}

function pack(vector: VectorValue, kind: PackedKind): PackedValue {
  const { dimension, values } = vector as MultiValue;
  return packedValue(packRows(values, dimension, kind), values.length / dimension);
}

/** Returns a vector's settings, with the datatype that its elements are rounded to before they are compared or packed. */
function paramsAsKept({ vectors, packedVectors = {} }: CollectionConfig, name: string): VectorParams {
  const params = vectors[name]!;
  if (!Object.hasOwn(packedVectors, name)) return params;
  const kind = packedVectors[name]!;
  return { ...params, datatype: kind === 'float16' || kind === 'uint8' ? kind : 'float32' };
}

function prepareDense(
  { size, distance, datatype, multivector_config: multivector }: VectorParams,
  name: string,
  vector: VectorValue,
  context: RequestContext,
): VectorValue {
  if (vector.kind === 'sparse') throw wrongVectorKind(context, 'sparse');
  const { values } = vector;
  const dimension = vector.kind === 'multi' ? vector.dimension : values.length;
  if (dimension !== size) throw wrongDimension(context, size, dimension);
  const isMulti = (multivector ?? undefined) !== undefined;
  if (vector.kind === 'multi' && !isMulti) throw wrongVectorKind(context, 'multi');
  if (distance === 'Cosine' && !rowFormats[datatype ?? 'float32'].hasOwnCosine) {
    for (let row = 0; row < values.length; row += size) normalizeCosine(values.subarray(row, row + size));
  }
  if (datatype === 'float16') requireFinite(values, name, context);
  // A single vector for a multivector name becomes a list of one.
  return isMulti ? { kind: 'multi', dimension: size, values } : vector;
}

/** Rejects numbers beyond float16, which a server would store as infinity. */
function requireFinite(values: Float32Array, name: string, context: RequestContext): void {
  const position = values.findIndex((value) => Math.abs(value) >= float16Overflow);
  if (position === -1) return;
  const path = `${name === '' ? 'vector' : `vector.${name}`}[${position}]`;
  throw invalidValue(context, path, `value ${values[position]} invalid, must be finite in float16`);
}
