import type { PointId } from '@x/core';

import type { PayloadIndexSettings, PayloadIndexType } from './index-settings.ts';
import type { SparseVectorParams, VectorParams } from './vector-types.ts';

/** The description of a payload index in the result of `getCollection`. */
export interface PayloadIndexInfo {
  data_type: PayloadIndexType;
  /** The settings as they were given; missing when only the type was given. */
  params?: PayloadIndexSettings;
  /** The number of points with a value of the type. */
  points: number;
}

/** The result of a write. */
export interface UpdateResult {
  /** The number of the write in its collection, from 0. After reopening, it continues above the versions of the stored points. */
  operation_id: number;
  status: 'completed';
}

/** A vector of any kind. The indices of a sparse vector are in ascending order. */
export type VectorResult = number[] | number[][] | { indices: number[]; values: number[] };

/** A stored point. Parts that were not requested are missing. */
export interface PointRecordResult {
  id: PointId;
  payload?: Record<string, unknown>;
  /** The stored vectors: normalized for Cosine, and rounded to their datatype. Elements are the shortest decimals of their float32 values. */
  vector?: number[] | number[][] | Record<string, VectorResult>;
  /** The number by which the point was ordered, or the moment in microseconds since 1970; only with `order_by`. */
  order_value?: number;
}

/** The result of `facet`: the most frequent values, and the number of points with each value. */
export interface FacetResult {
  hits: { value: string | number | boolean; count: number }[];
}

/** A hit of a query. */
export interface ScoredPoint extends PointRecordResult {
  /** The number of the write that stored the point. */
  version: number;
  score: number;
}

/** The result of `query`. */
export interface QueryResult {
  points: ScoredPoint[];
}

/** The result of `scroll`. */
export interface ScrollResult {
  points: PointRecordResult[];
  /** The first id of the next page; null on the last page. */
  next_page_offset: PointId | null;
}

/** The result of `getCollection`, in the server's form. Settings without effect in this engine are returned too. */
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
  /** The time of creation, in ISO 8601; missing for a collection that an older release created. */
  created_at?: string;
  /** The payload indexes by their key. */
  payload_schema: Record<string, PayloadIndexInfo>;
}
