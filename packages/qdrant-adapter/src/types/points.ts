import type { Schemas } from '@qdrant/js-client-rest';
import type { PointId } from '@x/core';
import type { InferenceInput } from '../inference/inference-objects.ts';

/** A dense vector of finite 32-bit floats. */
export type DenseVector = readonly number[] | Float32Array;

/** A sparse vector: `values[i]` stands at dimension `indices[i]`. */
export interface SparseVectorInput {
  readonly indices: readonly number[] | Uint32Array;
  readonly values: DenseVector;
}

/** One vector of a point: dense, multi (several rows), sparse, or something a model turns into one. */
export type Vector = DenseVector | readonly DenseVector[] | SparseVectorInput | InferenceInput;

/** All vectors of a point: the collection's only one, or several by name. */
export type PointVectors = DenseVector | readonly DenseVector[] | InferenceInput | { readonly [name: string]: Vector };

/** A point to be stored. */
export interface PointStruct {
  readonly id: PointId;
  readonly vector: PointVectors;
  readonly payload?: object | null;
}

/** Points by column: `ids[i]`, `vectors[i]` (or `vectors.name[i]`) and `payloads[i]` make one point. */
export interface PointColumns {
  readonly ids: readonly PointId[];
  readonly vectors: readonly PointVectors[] | { readonly [name: string]: readonly Vector[] };
  readonly payloads?: readonly (object | null)[] | null;
}

/** Parameters of every write. */
export interface WriteParameters {
  /** Answer only when the change can be seen by reads. @default true */
  readonly wait?: boolean;
  readonly ordering?: Schemas['WriteOrdering'];
  /** Seconds that the server may take. */
  readonly timeout?: number;
}

/** Parameters of every read. */
export interface ReadParameters {
  readonly consistency?: Schemas['ReadConsistency'];
  /** Seconds that the server may take. */
  readonly timeout?: number;
}

/** Body of `upsert`: points in a list or by column. */
export type UpsertRequest = WriteParameters &
  (
    | (Omit<Schemas['PointsList'], 'points'> & { readonly points: readonly PointStruct[] })
    | (Omit<Schemas['PointsBatch'], 'batch'> & { readonly batch: PointColumns })
  );

/** Body of `retrieve`. */
export interface RetrieveRequest extends Omit<Schemas['PointRequest'], 'ids'>, ReadParameters {
  readonly ids: readonly PointId[];
}

/** Body of `delete`: which points, by ids or by a filter. */
export type DeleteRequest = WriteParameters &
  ((Omit<Schemas['PointIdsList'], 'points'> & { readonly points: readonly PointId[] }) | Schemas['FilterSelector']);

/** Body of `setPayload`: fields to merge into the payload of the points chosen by ids or by a filter. */
export interface SetPayloadRequest extends Omit<Schemas['SetPayload'], 'payload' | 'points'>, WriteParameters {
  readonly payload: object;
  readonly points?: readonly PointId[] | null;
}

/** Body of `scroll`. */
export interface ScrollRequest extends Omit<Schemas['ScrollRequest'], 'offset'>, ReadParameters {
  /** The first id to return: the previous page's `next_page_offset`. */
  readonly offset?: PointId | null;
}

/** Body of `count`. */
export type CountRequest = Schemas['CountRequest'] & ReadParameters;

/** A stored point, with the parts that were asked for. */
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
