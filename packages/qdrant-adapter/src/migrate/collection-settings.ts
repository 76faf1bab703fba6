import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';

/** The part of `getCollection`'s response with the settings of a collection. */
type CollectionConfig = Schemas['CollectionInfo']['config'];

/** The settings of shards and replicas. An engine without shards reports 1 for each. */
const deployment = ['shard_number', 'replication_factor', 'write_consistency_factor'] as const;

/**
 * Returns the body of `createCollection` that creates a collection with the same settings.
 *
 * @throws {VectorStoreError} 501 when the collection has custom sharding, which cannot be copied.
 */
export function creationSettings(
  collection: string,
  {
    params,
    hnsw_config,
    optimizer_config,
    wal_config,
    quantization_config,
    strict_mode_config,
    metadata,
  }: CollectionConfig,
  { toServer }: { readonly toServer: boolean },
): Record<string, unknown> {
  if (params.sharding_method === 'custom') {
    throw new VectorStoreError({
      message: `The points of "${collection}" are in shards with shard keys, which migrate does not copy. Copy them shard by shard with scrollAll and uploadPoints.`,
      operation: 'migrate',
      collection,
      status: 501,
    });
  }
  // The official client's types do not have `id_tracker` of 1.20 yet.
  const { vectors, sparse_vectors, on_disk_payload, payload, id_tracker } = params as typeof params & {
    readonly id_tracker?: unknown;
  };
  const tuning = { hnsw_config, optimizers_config: optimizer_config, wal_config, quantization_config };
  const machines = Object.fromEntries(deployment.map((key) => [key, params[key] === 1 ? null : params[key]]));
  const settings = { vectors, sparse_vectors, on_disk_payload, payload, id_tracker, metadata, ...tuning };
  return withoutNulls(toServer ? { ...settings, ...machines, strict_mode_config } : settings) as Record<
    string,
    unknown
  >;
}

/** Returns the parameters of a collection that `createCollection` does not accept, for `updateCollection`. */
export function laterParameters({ params }: CollectionConfig): Record<string, unknown> {
  const { read_fan_out_factor, read_fan_out_delay_ms } = params;
  return withoutNulls({ read_fan_out_factor, read_fan_out_delay_ms }) as Record<string, unknown>;
}

/**
 * Checks that an existing collection has the same vectors: names, sizes, distances, datatypes and kinds. Storage and indexing settings may
 * differ.
 *
 * @throws {VectorStoreError} 409 when the vectors differ.
 */
export function requireSameVectors(collection: string, source: CollectionConfig, destination: CollectionConfig): void {
  const [wanted, found] = [vectorSpaces(source), vectorSpaces(destination)];
  if (JSON.stringify(wanted) === JSON.stringify(found)) return;
  throw new VectorStoreError({
    message: `The destination has a collection "${collection}" with other vectors: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}. Delete or rename it, or omit this collection from the migration.`,
    operation: 'migrate',
    collection,
    status: 409,
  });
}

/** Returns the properties of each vector that must agree, sorted by name. */
function vectorSpaces({ params: { vectors, sparse_vectors } }: CollectionConfig): [name: string, space: unknown][] {
  const isUnnamed = typeof vectors === 'object' && 'size' in vectors && typeof vectors.size === 'number';
  const dense = Object.entries(isUnnamed ? { '': vectors } : (vectors ?? {})) as [string, Schemas['VectorParams']][];
  const spaces: [string, unknown][] = dense.map(([name, { size, distance, datatype, multivector_config }]) => [
    name,
    [size, distance, datatype ?? 'float32', multivector_config?.comparator ?? null],
  ]);
  for (const [name, params] of Object.entries(sparse_vectors ?? {})) {
    spaces.push([name, ['sparse', (params as Schemas['SparseVectorParams']).modifier ?? 'none']]);
  }
  return spaces.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** A server returns null for settings without a value, and the embedded engine rejects null. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}
