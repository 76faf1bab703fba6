/** How the similarity of two vectors is measured. */
export type Distance = 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan';

/** A dense vector, or one with a row for each token (`multi`), which are compared by MaxSim. */
export interface DenseStoreVector {
  /** Components of each vector or row, 1 to 65536. */
  readonly dimension: number;
  /** @default 'Cosine' */
  readonly distance?: Distance;
  /** @default false */
  readonly multi?: boolean;
}

/** A sparse vector. */
export interface SparseStoreVector {
  readonly sparse: true;
  /** Multiplies queries by the inverse document frequency, as BM25's weights need it. @default false */
  readonly idf?: boolean;
}

/** Settings of one vector of a store. */
export type StoreVectorSettings = DenseStoreVector | SparseStoreVector;
