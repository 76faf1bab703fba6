import type { SparseVector } from './sparse-embedder.ts';

/** Identifies a point: an unsigned 64-bit integer or a UUID. */
export type PointId = number | bigint | string;

/** One vector of a point: dense, sparse, or multi (one row for each token). */
export type StoreVector = Float32Array | SparseVector | readonly Float32Array[];

/** A document's vector and the payload stored with it. */
export interface StoredPoint<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly vector: Float32Array;
  readonly payload: Payload;
}

/** A document's vectors, either a single one or several by name, and the payload stored with them. */
export interface NamedVectorsPoint<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly vector: Float32Array | Readonly<Record<string, StoreVector>>;
  readonly payload: Payload;
}

/** A stored point that matched a query. */
export interface StoreHit<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  /** The store's similarity. Higher is closer, unless the store's `lowerIsCloser` says otherwise. */
  readonly score: number;
  readonly payload: Payload;
}

/** Options of one nearest-neighbor query. */
export interface StoreQueryOptions {
  /** Maximum number of hits. */
  readonly limit: number;
  /** Name of the vector to search. @default the store's only vector */
  readonly using?: string;
  /** A condition in the store's own language, passed on unchanged. */
  readonly filter?: unknown;
  readonly signal?: AbortSignal;
}

/** The database that contains a store's points, for traces and metrics. */
export interface StoreDatabase {
  /** Name of the product in lower case, e.g. `qdrant`. */
  readonly system: string;
  readonly collection?: string;
  /** Name or address of the machine; absent when the database runs in the calling process. */
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

/**
 * A vector store that can be searched by dense vectors.
 *
 * An aborted signal rejects a call with the signal's reason. A call whose signal is already aborted changes nothing. `vectorStoreConformance`
 * in `@x/core/testing` tests this contract.
 */
export interface VectorStore<Payload extends object = Record<string, unknown>> {
  /**
   * Whether a lower score is closer, as with distances: for every vector, or only for the vectors with these names.
   *
   * @default false
   */
  readonly lowerIsCloser?: boolean | readonly string[];
  /** Absent when the store does not report its database. */
  readonly database?: StoreDatabase;
  /**
   * Adds the points and replaces existing points with the same ids. When it rejects, none of the call's points is stored.
   *
   * @throws {XError} when a vector does not fit the store.
   */
  upsert(points: readonly StoredPoint<Payload>[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Returns the nearest points, closest first.
   *
   * @throws {XError} when the vector does not fit the store, or `limit` is not a count, such as -1 or 1.5.
   */
  query(vector: Float32Array, options: StoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /** Removes the points. When it rejects, none of them is removed. Unknown ids are ignored. */
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
  /** Returns the points nearest by the vector `using`, closest first. */
  query(vector: StoreVector, options: StoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /** Like {@link VectorStore.delete}. */
  delete(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** A point without its vectors and without a score. */
export interface StorePayload<Payload extends object = Record<string, unknown>> {
  readonly id: PointId;
  readonly payload: Payload;
}

/** A store whose points can be read back, so that an index run can find existing points. */
export interface ReadableVectorStore<
  Payload extends object = Record<string, unknown>,
> extends NamedVectorStore<Payload> {
  /** Returns the points with these ids, in any order. Unknown ids are left out. */
  retrieve(ids: readonly PointId[], options?: { readonly signal?: AbortSignal }): Promise<StorePayload<Payload>[]>;
  /** Iterates over every point, in any order, with bounded memory. */
  scan(options?: { readonly signal?: AbortSignal }): AsyncIterable<StorePayload<Payload>>;
}

/** Specifies the points that a guarded call of a {@link VersionedStore} leaves unchanged. */
export interface VersionGuard {
  /** Path of the version number in payloads, with dots: `_index.run`. */
  readonly field: string;
  /** A safe integer, at least -1. A call leaves a stored point unchanged when its number at `field` is higher, but not when it has no number. */
  readonly version: number;
  readonly signal?: AbortSignal;
}

/** Options of {@link VersionedStore.scanUnlessNewer}. */
export interface VersionedScanOptions extends VersionGuard {
  /** Integers that the payload of a point must contain, by path: `{ '_index.passage': 0 }`. @default none */
  readonly where?: Readonly<Record<string, number>>;
}

/**
 * A store that can leave newer points unchanged, so that independent writers cannot undo what a newer writer wrote.
 *
 * A number in a point's payload says how new the point is. A call checks the number and writes the point in one atomic step. It may process the
 * points of one call one by one. `versionedStoreConformance` in `@x/core/testing` tests this contract.
 */
export interface VersionedStore<Payload extends object = Record<string, unknown>> extends ReadableVectorStore<Payload> {
  /** Adds the points and replaces existing points with the same ids, unless those are newer than the guard's version. */
  upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void>;
  /**
   * Sets fields in the payloads of these points, unless they are newer. The `values` go into the object that contains the guard's `field`. Nothing
   * else of a point changes, and unknown ids are ignored.
   */
  updateUnlessNewer(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    guard: VersionGuard,
  ): Promise<void>;
  /** Removes the points, unless they are newer. Unknown ids are ignored. */
  deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard): Promise<void>;
  /** Iterates over every point that is not newer, in any order, with bounded memory. A point that changes during the scan may be left out. */
  scanUnlessNewer(options: VersionedScanOptions): AsyncIterable<StorePayload<Payload>>;
}
