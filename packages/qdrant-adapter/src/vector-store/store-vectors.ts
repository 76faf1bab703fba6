import type { Distance } from '@x/qdrant-local';

export type { Distance };

/** Every {@link Distance}, in Qdrant's spelling. */
export const distances: readonly Distance[] = ['Cosine', 'Dot', 'Euclid', 'Manhattan'];

/** How the components of token vectors are stored. `bit` stores only their signs. */
export type TokenStorage = (typeof tokenStorages)[number];

/** Every {@link TokenStorage}, from the most bytes to the fewest. */
export const tokenStorages = ['float32', 'float16', 'int8', 'int4', 'bit'] as const;

/** A dense vector, or a multivector with one row per token (`multi`). Multivectors are compared by MaxSim. */
export interface DenseStoreVector {
  /** Components of each vector or row, 1 to 65536. */
  readonly dimension: number;
  /** @default 'Cosine' */
  readonly distance?: Distance;
  /** @default false */
  readonly multi?: boolean;
  /** Storage of a multivector on disk, without a search index, because only candidates of other searches are compared with it. */
  readonly storage?: TokenStorage;
}

/** A sparse vector. */
export interface SparseStoreVector {
  readonly sparse: true;
  /** Multiplies queries by the inverse document frequency, as BM25's weights require. @default false */
  readonly idf?: boolean;
}

/** Settings of one vector of a store. */
export type StoreVectorSettings = DenseStoreVector | SparseStoreVector;
