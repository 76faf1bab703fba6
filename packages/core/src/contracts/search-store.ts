import type { PointId, ReadableVectorStore, StoreHit, StoreQueryOptions, StoreVector } from './vector-store.ts';

/** Names of a store's vectors, by their purpose. */
export interface SearchVectors {
  /** The vector of the whole text. */
  readonly dense: string;
  /** The sparse vector of the text's words; absent when the store has none. */
  readonly words?: string;
  /** The vectors of the text's tokens, compared by MaxSim; absent when the store has none. */
  readonly tokens?: string;
}

/** The token vectors of one stored point. */
export interface StoredTokenVectors {
  readonly id: PointId;
  /** `[tokens][dimension]`, at the precision of the store. */
  readonly tokenVectors: readonly Float32Array[];
}

/** A search whose hits are the candidates of another search. */
export interface StorePrefetch {
  /** The query vector. A sparse vector without entries finds nothing. */
  readonly vector: StoreVector;
  /** Name of the vector to search. */
  readonly using: string;
  /** Maximum number of hits. */
  readonly limit: number;
}

/** Options of one query of a {@link SearchStore}. */
export interface SearchStoreQueryOptions extends StoreQueryOptions {
  /**
   * Searches that select the points to compare: the union of their hits. `filter` applies to each of them.
   *
   * @default all points are compared
   */
  readonly prefetch?: readonly StorePrefetch[];
}

/** Options of a call that reads one vector of a store. */
export interface StoreVectorOptions {
  /** Name of the vector. */
  readonly using: string;
  readonly signal?: AbortSignal;
}

/**
 * A store of texts that can be searched by meaning, by words and by tokens.
 *
 * `searchStoreConformance` in `@x/core/testing` tests this contract.
 */
export interface SearchStore<Payload extends object = Record<string, unknown>> extends ReadableVectorStore<Payload> {
  readonly searchVectors: SearchVectors;
  /** Number of components of the text vectors and token vectors. */
  readonly dimension: number;
  /** Like {@link VectorStore.query}. */
  query(vector: StoreVector, options: SearchStoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /**
   * Returns how rare each index of a sparse vector is: `ln(1 + (N − n + 0.5) / (n + 0.5))` for an index that `n` of the `N` points with the vector
   * have. A store may count a point for some time after it was deleted or replaced.
   *
   * Source of the formula: Qdrant (lib/segment/src/index/sparse_index/indices_tracker.rs and BM25).
   */
  inverseDocumentFrequencies(indices: Uint32Array, options: StoreVectorOptions): Promise<Float32Array>;
  /** Returns the token vectors of these points, in any order. Unknown ids and points without the vector are left out. */
  readTokenVectors(ids: readonly PointId[], options: StoreVectorOptions): Promise<StoredTokenVectors[]>;
}
