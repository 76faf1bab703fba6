import type { PointId, ReadableVectorStore, StoreHit, StoreQueryOptions, StoreVector } from './vector-store.ts';

/** Names of a store's vectors, by what they are for. */
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
  /** `[tokens][dimension]`, as precise as the store keeps them. */
  readonly tokenVectors: readonly Float32Array[];
}

/** A search whose hits another search chooses from. */
export interface StorePrefetch {
  /** A sparse vector without entries finds nothing. */
  readonly vector: StoreVector;
  /** Name of the vector that is searched. */
  readonly using: string;
  /** How many hits at most. */
  readonly limit: number;
}

/** Options of one query of a {@link SearchStore}. */
export interface SearchStoreQueryOptions extends StoreQueryOptions {
  /**
   * Searches whose hits, all of them together, are the only points that are compared. `filter` holds for each of them.
   *
   * @default every point is compared
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
 * A store of texts that are searched by their meaning, their words and their tokens.
 *
 * `searchStoreConformance` of `@x/core/testing` checks each sentence.
 */
export interface SearchStore<Payload extends object = Record<string, unknown>> extends ReadableVectorStore<Payload> {
  readonly searchVectors: SearchVectors;
  /** Components of the vectors of texts and tokens. */
  readonly dimension: number;
  /** Like {@link VectorStore.query}. */
  query(vector: StoreVector, options: SearchStoreQueryOptions): Promise<StoreHit<Payload>[]>;
  /**
   * How rare each index of a sparse vector is: `ln(1 + (N − n + 0.5) / (n + 0.5))` for an index that `n` of the store's `N` points have.
   *
   * The source of the formula is Qdrant (lib/segment/src/index/sparse_index/indices_tracker.rs and BM25).
   */
  inverseDocumentFrequencies(indices: Uint32Array, options: StoreVectorOptions): Promise<Float32Array>;
  /** The token vectors of these points, in any order; unknown ids, and points without the vector, are left out. */
  readTokenVectors(ids: readonly PointId[], options: StoreVectorOptions): Promise<StoredTokenVectors[]>;
}
