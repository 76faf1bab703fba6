/** Identifies a point: an unsigned 64-bit integer or a UUID. */
export type PointId = number | bigint | string;

/** A document's vector with the data that is kept beside it. */
export interface StoredPoint<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly vector: Float32Array;
  readonly payload: Payload;
}

/** A stored point that matched a query. */
export interface StoreHit<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  /** The store's similarity; higher is closer unless the store says otherwise. */
  readonly score: number;
  readonly payload: Payload;
}

/** Options of one nearest-neighbour query. */
export interface StoreQueryOptions {
  /** How many hits at most. */
  readonly limit: number;
  /** A condition in the store's own language, passed through untouched. */
  readonly filter?: unknown;
  readonly signal?: AbortSignal;
}

/** What a search pipeline needs of a vector store. */
export interface VectorStore<Payload extends object = Record<string, unknown>> {
  /** Adds the points, replacing those with the same ids; either all of them or, when it rejects, none of the call's batch. */
  upsert(points: readonly StoredPoint<Payload>[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** The nearest points, closest first. */
  query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /** Removes the points; unknown ids are ignored. */
  delete(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<void>;
}
