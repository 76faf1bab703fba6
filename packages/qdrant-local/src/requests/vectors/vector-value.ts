/** One dense vector, as float32. */
export interface DenseValue {
  readonly kind: 'dense';
  /** `[dimension]` */
  readonly values: Float32Array;
}

/** A sparse vector. Elements that are not listed are 0. */
export interface SparseValue {
  readonly kind: 'sparse';
  /** `[entries]`, strictly ascending. */
  readonly indices: Uint32Array;
  /** `[entries]` */
  readonly values: Float32Array;
}

/** A multivector: several dense vectors of the same dimension, such as one for each token. */
export interface MultiValue {
  readonly kind: 'multi';
  readonly dimension: number;
  /** `[rows, dimension]`, row by row; at least one row. */
  readonly values: Float32Array;
}

/** A vector in any form that a point or a query may have. */
export type VectorValue = DenseValue | SparseValue | MultiValue;

/** Creates a {@link DenseValue}. */
export function denseValue(values: Float32Array): DenseValue {
  return { kind: 'dense', values };
}
