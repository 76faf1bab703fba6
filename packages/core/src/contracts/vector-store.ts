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

/** Which points a guarded call of a {@link VersionedStore} leaves alone. */
export interface VersionGuard {
  /** Path of the number in payloads, with dots: `_index.run`. */
  readonly field: string;
  /** A safe integer, at least -1. A stored point with a higher number at `field` is left alone; one without a number is not. */
  readonly version: number;
  readonly signal?: AbortSignal;
}

/** Options of {@link VersionedStore.scanUnlessNewer}. */
export interface VersionedScanOptions extends VersionGuard {
  /** Integers that a point must have, by their paths: `{ '_index.passage': 0 }`. @default none */
  readonly where?: Readonly<Record<string, number>>;
}

/**
 * A store that leaves newer points alone, so that writers who know nothing of each other cannot undo what a newer one wrote.
 *
 * Of each point, a number in its payload says how new it is. A call looks at the number and writes the point in one step, which no other write
 * can come between; with the points of one call it may do so one by one. `versionedStoreConformance` of `@x/core/testing` checks each sentence.
 */
export interface VersionedStore<Payload extends object = Record<string, unknown>> extends ReadableVectorStore<Payload> {
  /** Adds the points, replacing those with the same ids unless they are newer than the guard's version. */
  upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void>;
  /**
   * Sets fields of the payloads of these points, unless they are newer: `values` go beside the guard's `field`, into the same object. Nothing else of
   * a point changes, and unknown ids are ignored.
   */
  updateUnlessNewer(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    guard: VersionGuard,
  ): Promise<void>;
  /** Removes the points unless they are newer; unknown ids are ignored. */
  deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard): Promise<void>;
  /** Every point that is not newer, in any order, with bounded memory. A point that changes meanwhile may be left out. */
  scanUnlessNewer(options: VersionedScanOptions): AsyncIterable<StorePayload<Payload>>;
}
