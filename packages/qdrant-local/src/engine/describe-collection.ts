import type { TuningSettings } from '../requests/collections/read-tuning.ts';
import type { CollectionInfo } from '../requests/types/result-types.ts';
import type { PointTable } from '../table/point-table.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';

const defaultParams = { shard_number: 1, replication_factor: 1, write_consistency_factor: 1, on_disk_payload: true };
const defaultHnsw = { m: 16, ef_construct: 100, full_scan_threshold: 10_000 };
const defaultOptimizer = {
  deleted_threshold: 0.2,
  vacuum_min_vector_number: 1000,
  default_segment_number: 0,
  max_segment_size: null,
  memmap_threshold: null,
  indexing_threshold: null,
  flush_interval_sec: 5,
  max_optimization_threads: null,
};
const defaultWal = { wal_capacity_mb: 32, wal_segments_ahead: 0 };

/**
 * Returns the result of `getCollection`: the actual counts, the given settings, and the server's defaults for the rest.
 * Only sparse vectors have an index, so only they count as indexed.
 */
export function describeCollection(table: PointTable): CollectionInfo {
  const { vectors, sparseVectors = {}, metadata, createdAt, tuning = {} } = structuredClone(table.config);
  const { hnsw_config: hnsw, optimizers_config: optimizer, wal_config: wal, ...rest } = tuning;
  const { quantization_config: quantization, ...params } = rest;
  const names = Object.keys(vectors);
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: indexedVectorsCount(table),
    points_count: table.size,
    segments_count: 1,
    config: {
      params: {
        vectors: names.length === 1 && names[0] === '' ? vectors['']! : vectors,
        ...(Object.keys(sparseVectors).length === 0 ? {} : { sparse_vectors: sparseVectors }),
        ...defaultParams,
        ...params,
      },
      hnsw_config: { ...defaultHnsw, ...(hnsw as TuningSettings | undefined) },
      optimizer_config: { ...defaultOptimizer, ...withNumberOfThreads(optimizer as TuningSettings | undefined) },
      wal_config: { ...defaultWal, ...(wal as TuningSettings | undefined) },
      quantization_config: (quantization as TuningSettings | undefined) ?? null,
      ...(metadata === undefined ? {} : { metadata }),
    },
    payload_schema: table.indexes.describe(),
    ...(createdAt === undefined ? {} : { created_at: createdAt }),
  };
}

/** Returns `auto` as null, as a server does. Its clients expect a number or null. */
function withNumberOfThreads(optimizer: TuningSettings = {}): TuningSettings {
  return optimizer['max_optimization_threads'] === 'auto'
    ? { ...optimizer, max_optimization_threads: null }
    : optimizer;
}

function indexedVectorsCount(table: PointTable): number {
  let count = 0;
  for (const column of table.columns.values()) if (column instanceof SparseColumn) count += column.indexedCount;
  return count;
}
