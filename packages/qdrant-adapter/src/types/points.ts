import type { Schemas } from '@qdrant/js-client-rest';
import type { PointId } from '@x/core';
import type {
  CollectionType,
  Filter,
  PayloadInput,
  PayloadPath,
  VectorName,
  VectorsOf,
  WithPayload,
  WithVector,
} from './collections.ts';
import type { PointVectors, Vector } from './vectors.ts';

/** A point to store. */
export interface PointStruct<Collection extends CollectionType = CollectionType> {
  readonly id: PointId;
  readonly vector: VectorsOf<Collection>;
  readonly payload?: PayloadInput<Collection> | null;
}

/** Points by column: `ids[i]`, `vectors[i]` (or `vectors.name[i]`) and `payloads[i]` form one point. */
export interface PointColumns {
  readonly ids: readonly PointId[];
  readonly vectors: readonly PointVectors[] | { readonly [name: string]: readonly Vector[] };
  readonly payloads?: readonly (object | null)[] | null;
}

/** Parameters of every write. */
export interface WriteParameters {
  /** Whether to wait until reads can see the change. @default true */
  readonly wait?: boolean;
  readonly ordering?: Schemas['WriteOrdering'];
  /** Timeout on the server, in seconds. */
  readonly timeout?: number;
}

/** Parameters of every read. */
export interface ReadParameters {
  readonly consistency?: Schemas['ReadConsistency'];
  /** Timeout on the server, in seconds. */
  readonly timeout?: number;
}

/** The shards that a call uses, for a collection with shard keys. */
interface ShardSelection {
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
}

/** Selects points by ids or by a filter. */
export type PointsSelector<Collection extends CollectionType = CollectionType> = ShardSelection &
  ({ readonly points: readonly PointId[] } | { readonly filter: Filter<Collection> });

/** Points to store, in a list or by column, as a part of `batchUpdate`. */
export type PointInsert<Collection extends CollectionType = CollectionType> = ShardSelection & {
  /** Overwrite only stored points that match. */
  readonly update_filter?: Filter<Collection> | null;
  readonly update_mode?: Schemas['UpdateMode'] | null;
} & ({ readonly points: readonly PointStruct<Collection>[] } | { readonly batch: PointColumns });

/** Body of `upsert`: points in a list or by column. */
export type UpsertRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  PointInsert<Collection>;

/** New vectors of a stored point. Vectors of other names are kept. */
export interface PointVectorsUpdate<Collection extends CollectionType = CollectionType> {
  readonly id: PointId;
  readonly vector: VectorsOf<Collection>;
}

/** The new vectors of each point, as a part of `batchUpdate`. */
export interface VectorsUpdate<Collection extends CollectionType = CollectionType> extends ShardSelection {
  readonly points: readonly PointVectorsUpdate<Collection>[];
  readonly update_filter?: Filter<Collection> | null;
}

/** Body of `updateVectors`. */
export type UpdateVectorsRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  VectorsUpdate<Collection>;

/** The vectors to remove and the points that lose them, as a part of `batchUpdate`. */
export type VectorsDeletion<Collection extends CollectionType = CollectionType> = PointsSelector<Collection> & {
  readonly vector: readonly VectorName<Collection>[];
};

/** Body of `deleteVectors`. */
export type DeleteVectorsRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  VectorsDeletion<Collection>;

/** Body of `retrieve`. */
export interface RetrieveRequest<Collection extends CollectionType = CollectionType>
  extends ReadParameters, ShardSelection {
  readonly ids: readonly PointId[];
  /** @default true */
  readonly with_payload?: WithPayload<Collection>;
  /** @default false */
  readonly with_vector?: WithVector<Collection>;
}

/** Body of `delete` and `clearPayload`: selects points by ids or by a filter. */
export type DeleteRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  PointsSelector<Collection>;

/** Body of `scroll`. */
export interface ScrollRequest<Collection extends CollectionType = CollectionType>
  extends ReadParameters, ShardSelection {
  /** The first id to return: the previous page's `next_page_offset`. */
  readonly offset?: PointId | null;
  /** Maximum number of points per page. @default 10 */
  readonly limit?: number | null;
  readonly filter?: Filter<Collection> | null;
  /** @default true */
  readonly with_payload?: WithPayload<Collection> | null;
  /** @default false */
  readonly with_vector?: WithVector<Collection>;
  readonly order_by?: PayloadPath<Collection> | Schemas['OrderBy'] | null;
}

/** Body of `count`. */
export interface CountRequest<Collection extends CollectionType = CollectionType>
  extends ReadParameters, ShardSelection {
  readonly filter?: Filter<Collection> | null;
  /** @default true */
  readonly exact?: boolean;
}

/** A stored point with the requested parts. */
export interface RetrievedPoint<Payload extends object = Record<string, unknown>> extends Omit<
  Schemas['Record'],
  'id' | 'payload' | 'vector'
> {
  readonly id: PointId;
  readonly payload?: Payload | null;
  readonly vector?: Schemas['VectorStructOutput'] | null;
}

/** A page of `scroll`; `next_page_offset` is null on the last one. */
export interface ScrollResult<Payload extends object = Record<string, unknown>> {
  readonly points: RetrievedPoint<Payload>[];
  readonly next_page_offset?: PointId | null;
}
