import type { InferenceInput } from '@x/qdrant-local/wire';

/** A dense vector of finite 32-bit floats. */
export type DenseVector = readonly number[] | Float32Array;

/** A sparse vector: `values[i]` is the component at dimension `indices[i]`. */
export interface SparseVectorInput {
  readonly indices: readonly number[] | Uint32Array;
  readonly values: DenseVector;
}

/** One vector of a point: dense, multi (several rows), sparse, or an inference object that is embedded to one. */
export type Vector = DenseVector | readonly DenseVector[] | SparseVectorInput | InferenceInput;

/** All vectors of a point: the only one, or several by name. */
export type PointVectors = DenseVector | readonly DenseVector[] | InferenceInput | { readonly [name: string]: Vector };
