import type { PointId } from '@x/core';

import type { PayloadIndexSettings, PayloadIndexType } from './index-settings.ts';
import type { SparseVectorParams, VectorParams } from './vector-types.ts';

/** What `getCollection` tells of a payload index. */
export interface PayloadIndexInfo {
  data_type: PayloadIndexType;
  /** As given; absent when only the type was. */
  params?: PayloadIndexSettings;
  /** Number of points that have a value of the type. */
  points: number;
}

/** What a write answers. */
export interface UpdateResult {
  /** Number of the write within its collection, from 0; after reopening it goes on above the stored points' versions. */
  operation_id: number;
  status: 'completed';
}

/** A vector of any kind; a sparse one has its indices in ascending order. */
export type VectorResult = number[] | number[][] | { indices: number[]; values: number[] };

/** A stored point; what was not asked for is absent. */
export interface PointRecordResult {
  id: PointId;
  payload?: Record<string, unknown>;
  /** As stored: normalised for Cosine, rounded to its datatype. Elements are the shortest decimals of their float32. */
  vector?: number[] | number[][] | Record<string, VectorResult>;
  /** The number that the point was ordered by, or the moment in microseconds since 1970; only with `order_by`. */
  order_value?: number;
}

/** What `facet` answers: the values that most points have, and how many have them. */
export interface FacetResult {
  hits: { value: string | number | boolean; count: number }[];
}

/** A hit of a query. */
export interface ScoredPoint extends PointRecordResult {
  /** Number of the write that the point comes from. */
  version: number;
  score: number;
}

/** What `query` answers. */
export interface QueryResult {
  points: ScoredPoint[];
}

/** What `scroll` answers. */
export interface ScrollResult {
  points: PointRecordResult[];
  /** First id of the next page; null on the last one. */
  next_page_offset: PointId | null;
}

/** What `getCollection` answers, in the server's form; settings that have no effect here are given back. */
export interface CollectionInfo {
  status: 'green';
  optimizer_status: 'ok';
  indexed_vectors_count: number;
  points_count: number;
  segments_count: number;
  config: {
    params: {
      vectors: VectorParams | Record<string, VectorParams>;
      sparse_vectors?: Record<string, SparseVectorParams>;
      shard_number: number;
      replication_factor: number;
      write_consistency_factor: number;
      on_disk_payload: boolean;
      payload?: Record<string, unknown>;
      id_tracker?: Record<string, unknown>;
    };
    hnsw_config: { m: number; ef_construct: number; full_scan_threshold: number } & Record<string, unknown>;
    optimizer_config: {
      deleted_threshold: number;
      vacuum_min_vector_number: number;
      default_segment_number: number;
      flush_interval_sec: number;
    } & Record<string, unknown>;
    wal_config: { wal_capacity_mb: number; wal_segments_ahead: number } & Record<string, unknown>;
    quantization_config: Record<string, unknown> | null;
    metadata?: Record<string, unknown>;
  };
  /** When the collection was made, in ISO 8601; absent where an older release made it. */
  created_at?: string;
  /** The payload indexes by their key. */
  payload_schema: Record<string, PayloadIndexInfo>;
}
