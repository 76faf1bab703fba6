import { type CollectionConfig, isUnnamed } from '../requests/read-collection-config.ts';
import type { CollectionInfo } from '../requests/result-types.ts';

/** The answer of `getCollection`: the true settings and counts, and the server's defaults for what does not apply here. */
export function describeCollection(config: CollectionConfig, pointsCount: number): CollectionInfo {
  const vectors = structuredClone(config.vectors);
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: 0,
    points_count: pointsCount,
    segments_count: 1,
    config: {
      params: {
        vectors: isUnnamed(config) ? vectors['']! : vectors,
        shard_number: 1,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: false,
      },
      hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000 },
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1000,
        default_segment_number: 0,
        flush_interval_sec: 5,
      },
      ...(config.metadata === undefined ? {} : { metadata: structuredClone(config.metadata) }),
    },
    payload_schema: {},
  };
}
