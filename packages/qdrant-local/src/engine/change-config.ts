import { type RequestContext, unknownVectorName, wrongInput } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { CollectionUpdate } from '../requests/collections/read-collection-update.ts';
import type { ParsedPayloadIndex } from '../requests/collections/read-payload-index.ts';
import type { TuningSettings } from '../requests/collections/read-tuning.ts';
import type { NewVector } from '../requests/collections/read-vector-params.ts';
import type { SparseVectorParams, VectorParams } from '../requests/types/vector-types.ts';

/**
 * Returns the settings after an update. @throws {VectorStoreError} with status 400 when it names a vector that does not exist.
 */
export function updateConfig(
  config: CollectionConfig,
  update: CollectionUpdate,
  context: RequestContext,
): CollectionConfig {
  const { vectors, sparseVectors = {}, metadata, tuning } = config;
  requireKnown(update.vectors, vectors, context);
  requireKnown(update.sparseVectors, sparseVectors, context);
  const newMetadata = withoutNulls({ ...metadata, ...update.metadata });
  const hasMetadata = metadata !== undefined || Object.keys(update.metadata).length > 0;
  return {
    ...config,
    vectors: mapEntries(vectors, (params, name) => merge(params, update.vectors[name])),
    sparseVectors: mapEntries(sparseVectors, (params, name) => merge(params, update.sparseVectors[name])),
    ...(hasMetadata ? { metadata: newMetadata } : {}),
    tuning: merge(tuning ?? {}, update.tuning),
  };
}

/**
 * Returns the settings with another vector, or the same settings when the vector already exists (qdrant/qdrant
 * lib/collection/src/collection/vector_name_schema.rs, `add_vector_to_config`).
 *
 * @throws {VectorStoreError} with status 400 when a vector of that name exists that is stored or compared differently.
 */
export function addVector(
  config: CollectionConfig,
  name: string,
  vector: NewVector,
  context: RequestContext,
): CollectionConfig {
  const { vectors, sparseVectors = {} } = config;
  const otherKind = vector.kind === 'dense' ? 'sparse' : 'dense';
  if (Object.hasOwn(vector.kind === 'dense' ? sparseVectors : vectors, name)) {
    throw wrongInput(context, `Vector \`${name}\` already exists as a ${otherKind} vector`);
  }
  if (vector.kind === 'dense') {
    if (!Object.hasOwn(vectors, name)) return { ...config, vectors: { ...vectors, [name]: vector.params } };
    if (denseSchema(vectors[name]!) === denseSchema(vector.params)) return config;
    throw wrongInput(context, `Vector \`${name}\` already exists with a different configuration`);
  }
  if (!Object.hasOwn(sparseVectors, name)) {
    return { ...config, sparseVectors: { ...sparseVectors, [name]: vector.params } };
  }
  if (sparseSchema(sparseVectors[name]!) === sparseSchema(vector.params)) return config;
  throw wrongInput(context, `Sparse vector \`${name}\` already exists with a different configuration`);
}

/** Returns the settings without a vector. */
export function removeVector(config: CollectionConfig, name: string): CollectionConfig {
  const { vectors, sparseVectors = {}, packedVectors } = config;
  return {
    ...config,
    vectors: without(vectors, name),
    sparseVectors: without(sparseVectors, name),
    ...(packedVectors === undefined ? {} : { packedVectors: without(packedVectors, name) }),
  };
}

/** Returns the settings with a payload index, which replaces any other index on its key. */
export function addPayloadIndex(config: CollectionConfig, { key, schema }: ParsedPayloadIndex): CollectionConfig {
  return { ...config, payloadIndexes: { ...config.payloadIndexes, [key]: schema } };
}

/** Returns the settings without the payload index on a key. */
export function removePayloadIndex(config: CollectionConfig, key: string): CollectionConfig {
  return { ...config, payloadIndexes: without(config.payloadIndexes ?? {}, key) };
}

function denseSchema({ size, distance, datatype, multivector_config: multivector }: VectorParams): string {
  return JSON.stringify([size, distance, datatype ?? null, multivector ?? null]);
}

function sparseSchema({ modifier, index }: SparseVectorParams): string {
  return JSON.stringify([modifier ?? null, index?.datatype ?? null]);
}

function requireKnown(update: object, known: object, context: RequestContext): void {
  for (const name of Object.keys(update)) if (!Object.hasOwn(known, name)) throw unknownVectorName(context, name);
}

/** Merges objects, except quantization, where one method replaces another. null removes a setting. */
function merge<Settings extends object>(settings: Settings, diff: object | undefined): Settings {
  const merged = { ...settings } as Record<string, unknown>;
  for (const [key, value] of Object.entries(diff ?? {})) {
    const isMerged = typeof value === 'object' && key !== 'quantization_config';
    merged[key] = isMerged ? { ...(merged[key] as TuningSettings | undefined), ...(value as TuningSettings) } : value;
  }
  return withoutNulls(merged) as object as Settings;
}

function mapEntries<Value>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}

function without<Value>(record: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function withoutNulls(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
