import type { CollectionType, Filter, PayloadInput, PayloadPath } from './collections.ts';
import type { Schemas } from '@qdrant/js-client-rest';
import type { PointId } from '@x/core';
import type { PointInsert, PointsSelector, VectorsDeletion, VectorsUpdate, WriteParameters } from './points.ts';

/** Fields to write into the payload of the points selected by ids or by a filter, as a part of `batchUpdate`. */
export interface PayloadUpdate<Collection extends CollectionType = CollectionType> {
  /** Some of the collection's fields; with `key`, the fields of the object at that path. */
  readonly payload: Partial<PayloadInput<Collection>>;
  readonly points?: readonly PointId[] | null;
  readonly filter?: Filter<Collection> | null;
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
  /** Write into the object at this path instead of the payload itself. */
  readonly key?: PayloadPath<Collection> | null;
}

/** Body of `setPayload` and `overwritePayload`. */
export type SetPayloadRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  PayloadUpdate<Collection>;

/** Fields to remove, as a part of `batchUpdate`. */
export type PayloadDeletion<Collection extends CollectionType = CollectionType> = PointsSelector<Collection> & {
  readonly keys: readonly PayloadPath<Collection>[];
};

/** Body of `deletePayload`. */
export type DeletePayloadRequest<Collection extends CollectionType = CollectionType> = WriteParameters &
  PayloadDeletion<Collection>;

/** One operation of `batchUpdate`. */
export type UpdateOperation<Collection extends CollectionType = CollectionType> =
  | { readonly upsert: PointInsert<Collection> }
  | { readonly delete: PointsSelector<Collection> }
  | { readonly set_payload: PayloadUpdate<Collection> }
  | { readonly overwrite_payload: PayloadUpdate<Collection> }
  | { readonly delete_payload: PayloadDeletion<Collection> }
  | { readonly clear_payload: PointsSelector<Collection> }
  | { readonly update_vectors: VectorsUpdate<Collection> }
  | { readonly delete_vectors: VectorsDeletion<Collection> };

/** Body of `batchUpdate`: operations that are applied in order. */
export interface BatchUpdateRequest<Collection extends CollectionType = CollectionType> extends WriteParameters {
  readonly operations: readonly UpdateOperation<Collection>[];
}
