import type { SparseVector } from './sparse-embedder.ts';

/** Identifies a point: an unsigned 64-bit integer or a UUID. */
export type PointId = number | bigint | string;

/** One vector of a point: dense, sparse, or multi (one row for each token). */
export type StoreVector = Float32Array | SparseVector | readonly Float32Array[];

/** A document's vector with the data that is kept beside it. */
export interface StoredPoint<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly vector: Float32Array;
  readonly payload: Payload;
}

/** A document's vectors, its only one or several by name, with the data that is kept beside them. */
export interface NamedVectorsPoint<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly vector: Float32Array | Readonly<Record<string, StoreVector>>;
  readonly payload: Payload;
}

/** A stored point that matched a query. */
export interface StoreHit<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  /** The store's similarity; higher is closer, unless the store's `lowerIsCloser` says otherwise. */
  readonly score: number;
  readonly payload: Payload;
}

/** Options of one nearest-neighbour query. */
export interface StoreQueryOptions {
  /** How many hits at most. */
  readonly limit: number;
  /** Name of the vector that is searched. @default the store's only one */
  readonly using?: string;
  /** A condition in the store's own language, passed through untouched. */
  readonly filter?: unknown;
  readonly signal?: AbortSignal;
}

/** Where a store keeps its points, for traces and metrics. */
export interface StoreDatabase {
  /** Name of the product, in lower case, e.g. `qdrant`. */
  readonly system: string;
  readonly collection?: string;
  /** Name or address of the machine; absent where the database is within the program. */
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

/**
 * What a search by dense vectors needs of a vector store.
 *
 * `vectorStoreConformance` of `@x/core/testing` checks each sentence. An aborted signal rejects a call with its own reason; one that was
 * aborted before changes nothing.
 */
export interface VectorStore<Payload extends object = Record<string, unknown>> {
  /**
   * Says that a lower score is closer, as with distances: of every vector, or of the vectors with these names.
   *
   * @default false
   */
  readonly lowerIsCloser?: boolean | readonly string[];
  /** Absent where the store does not say. */
  readonly database?: StoreDatabase;
  /**
   * Adds the points, replacing those with the same ids; either all of them or, when it rejects, none of the call's batch.
   *
   * @throws {XError} when a vector does not fit the store.
   */
  upsert(points: readonly StoredPoint<Payload>[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * The nearest points, closest first.
   *
   * @throws {XError} when the vector does not fit the store, or `limit` is no count.
   */
  query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /** Removes the points, either all of them or, when it rejects, none; unknown ids are ignored. */
  delete(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** A vector store whose points may have several vectors, of any kind. */
export interface NamedVectorStore<Payload extends object = Record<string, unknown>> {
  /** Like {@link VectorStore.lowerIsCloser}. */
  readonly lowerIsCloser?: boolean | readonly string[];
  /** Like {@link VectorStore.database}. */
  readonly database?: StoreDatabase;
  /** Like {@link VectorStore.upsert}. */
  upsert(points: readonly NamedVectorsPoint<Payload>[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** The points nearest by the vector `using`, closest first. */
  query(vector: StoreVector, options: StoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /** Like {@link VectorStore.delete}. */
  delete(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** A point without its vectors and without a score. */
export interface StorePayload<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly payload: Payload;
}

/** A store whose points can be read back, so that an index run knows what is there already. */
export interface ReadableVectorStore<
  Payload extends object = Record<string, unknown>,
> extends NamedVectorStore<Payload> {
  /** The points with these ids, in any order; unknown ids are left out. */
  retrieve(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<StorePayload<Payload>[]>;
  /** Every point, in any order, with bounded memory. */
  scan(options?: { readonly signal?: AbortSignal }): AsyncIterable<StorePayload<Payload>>;
}
