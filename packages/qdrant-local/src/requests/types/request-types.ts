import type { PointId } from '@x/core';

import type { Filter } from './filter-types.ts';
import type { PayloadIndexSchema } from './index-settings.ts';
import type {
  RowDatatype,
  DenseVector,
  MultiVector,
  PointVectors,
  SparseVectorParams,
  Vector,
  VectorParams,
} from './vector-types.ts';

/** Body of `createCollection`. Tuning settings for an approximate index are accepted without effect, because search is exact. */
export interface CreateCollectionRequest {
  readonly vectors?: VectorParams | Readonly<Record<string, VectorParams>> | null;
  readonly sparse_vectors?: Readonly<Record<string, SparseVectorParams>> | null;
  /** Custom data that `getCollection` returns. */
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly hnsw_config?: object | null;
  readonly optimizers_config?: object | null;
  readonly wal_config?: object | null;
  readonly quantization_config?: object | null;
  readonly on_disk_payload?: boolean | null;
  /** Stored and returned without effect, because ids are in memory. */
  readonly id_tracker?: { readonly memory?: 'cold' | 'cached' | 'pinned' | null } | null;
  readonly shard_number?: number | null;
  readonly replication_factor?: number | null;
  readonly write_consistency_factor?: number | null;
  readonly timeout?: number;
}

/** Body of `updateCollection`. Settings that are missing do not change. */
export interface UpdateCollectionRequest {
  /** Tuning of vectors by name; the unnamed vector's name is the empty string. */
  readonly vectors?: Readonly<
    Record<
      string,
      Pick<VectorParams, 'hnsw_config' | 'on_disk' | 'memory'> & { readonly quantization_config?: unknown }
    >
  > | null;
  readonly sparse_vectors?: Readonly<Record<string, SparseVectorParams>> | null;
  /** Merged into the existing metadata; null removes a key. */
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly params?: object | null;
  readonly hnsw_config?: object | null;
  readonly optimizers_config?: object | null;
  /** The word `Disabled` removes the quantization. */
  readonly quantization_config?: object | 'Disabled' | null;
  readonly timeout?: number;
}

/** The vector that `createVectorName` adds. */
export type VectorNameConfig =
  | { readonly dense: Pick<VectorParams, 'size' | 'distance' | 'datatype' | 'multivector_config'> }
  | { readonly sparse: Pick<SparseVectorParams, 'modifier'> & { readonly datatype?: RowDatatype | null } };

/** Options that every write accepts in addition to its body. A write always resolves when it is applied and, on disk, durable. */
export interface WriteOptions {
  readonly wait?: boolean;
  readonly ordering?: 'weak' | 'medium' | 'strong';
  readonly timeout?: number;
}

/** Options that potentially long reads accept in addition to their body. */
export interface ReadOptions {
  /** Ends the read at its next turn of the event loop. The read then rejects with the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** One point of an upsert. */
export interface PointStruct {
  readonly id: PointId;
  readonly vector: PointVectors;
  readonly payload?: Readonly<Record<string, unknown>> | null;
}

/** Points as columns of equal length. */
export interface PointBatch {
  readonly ids: readonly PointId[];
  readonly vectors: readonly DenseVector[] | readonly MultiVector[] | Readonly<Record<string, readonly Vector[]>>;
  readonly payloads?: readonly (Readonly<Record<string, unknown>> | null)[] | null;
}

/** The points that an upsert may write: any points, only new ones, or only existing ones. */
export type UpdateMode = 'upsert' | 'insert_only' | 'update_only';

/** Body of `upsert`. */
export type UpsertRequest = WriteOptions & {
  /** Existing points are replaced only when they pass this filter. @default none: all are replaced */
  readonly update_filter?: Filter | null;
  /** @default 'upsert' */
  readonly update_mode?: UpdateMode | null;
} & ({ readonly points: readonly PointStruct[] } | { readonly batch: PointBatch });

/** Body of `updateVectors`. */
export interface UpdateVectorsRequest extends WriteOptions {
  /** At least one point. Each keeps the vectors that are not named. */
  readonly points: readonly { readonly id: PointId; readonly vector: PointVectors }[];
  /** Points that do not pass this filter do not change. @default none */
  readonly update_filter?: Filter | null;
}

/** Body of `deleteVectors`. Deletes vectors from the given points, and from the points that pass the filter. */
export interface DeleteVectorsRequest extends WriteOptions {
  readonly points?: readonly PointId[] | null;
  readonly filter?: Filter | null;
  /** At least one name. */
  readonly vector: readonly string[];
}

/** One operation of a batch. */
export type UpdateOperation =
  | { readonly upsert: UpsertRequest }
  | { readonly delete: DeleteRequest }
  | { readonly update_vectors: UpdateVectorsRequest }
  | { readonly delete_vectors: DeleteVectorsRequest }
  | { readonly set_payload: SetPayloadRequest }
  | { readonly overwrite_payload: OverwritePayloadRequest }
  | { readonly delete_payload: DeletePayloadRequest }
  | { readonly clear_payload: ClearPayloadRequest };

/** Body of `batchUpdate`. */
export interface BatchUpdateRequest extends WriteOptions {
  readonly operations: readonly UpdateOperation[];
}

/** The points that a write changes: these ids, or the points that pass the filter. */
export type PointsSelector = { readonly points: readonly PointId[] } | { readonly filter: Filter };

/** Body of `delete`. */
export type DeleteRequest = WriteOptions & PointsSelector;

/** The points that a payload update changes: `points`, or if that is missing, the points that pass `filter`. */
interface PayloadTargets {
  readonly points?: readonly PointId[] | null;
  readonly filter?: Filter | null;
}

/** Body of `setPayload`. Merges `payload` into the existing payload, or into the object at the path `key`. */
export type SetPayloadRequest = WriteOptions &
  PayloadTargets & {
    readonly payload: Readonly<Record<string, unknown>>;
    readonly key?: string | null;
  };

/** Body of `overwritePayload`. Replaces the whole payload of the points by `payload`. */
export type OverwritePayloadRequest = WriteOptions &
  PayloadTargets & { readonly payload: Readonly<Record<string, unknown>> };

/** Body of `deletePayload`. Removes the values at the paths `keys`. */
export type DeletePayloadRequest = WriteOptions & PayloadTargets & { readonly keys: readonly string[] };

/** Body of `clearPayload`. */
export type ClearPayloadRequest = WriteOptions & PointsSelector;

/** Body of `createPayloadIndex`. */
export type CreatePayloadIndexRequest = WriteOptions & {
  /** A payload path, such as `city.name` or `items[].sku`. */
  readonly field_name: string;
  /** The type of the values, or settings that contain the type. */
  readonly field_schema: PayloadIndexSchema;
};

/** The part of a payload to return: everything, nothing, these paths, or everything except these paths. */
export type WithPayload =
  | boolean
  | readonly string[]
  | { readonly include: readonly string[] }
  | { readonly exclude: readonly string[] };

/** The vectors to return: all, none, or the named ones. */
export type WithVector = boolean | readonly string[];

/** Body of `retrieve`. */
export interface RetrieveRequest {
  readonly ids: readonly PointId[];
  /** @default true */
  readonly with_payload?: WithPayload | null;
  /** @default false */
  readonly with_vector?: WithVector | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}

/** The payload key by whose numbers or moments points are ordered, and the value from which to start. */
export interface OrderBy {
  /** A payload path. Points without a number or moment there are left out. Points with several values occur once for each value. */
  readonly key: string;
  /** @default 'asc' */
  readonly direction?: 'asc' | 'desc' | null;
  /** The first value, a number or a moment. @default the smallest, or for `desc` the largest */
  readonly start_from?: number | string | null;
}

/** Body of `scroll`. */
export interface ScrollRequest {
  readonly filter?: Filter | null;
  /** The number of points on a page, at least 1. @default 10 */
  readonly limit?: number | null;
  /** The first id of the page: `next_page_offset` of the previous page. Not allowed together with `order_by`. */
  readonly offset?: PointId | null;
  /** The order of the points. @default the order of ids */
  readonly order_by?: string | OrderBy | null;
  /** @default true */
  readonly with_payload?: WithPayload | null;
  /** @default false */
  readonly with_vector?: WithVector | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}

/** Body of `count`. */
export interface CountRequest {
  readonly filter?: Filter | null;
  /** Accepted for compatibility; counts are always exact. */
  readonly exact?: boolean | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}

/** Body of `facet`. */
export interface FacetRequest {
  /** A payload path. Counts strings, integers and booleans, including those in lists. */
  readonly key: string;
  /** The maximum number of values, at least 1. @default 10 */
  readonly limit?: number | null;
  readonly filter?: Filter | null;
  /** Accepted for compatibility; counts are always exact. */
  readonly exact?: boolean | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}
