/**
 * One layer of a model's head, applied to a text's vector after the token vectors of the encoder are pooled. Layers are applied in order.
 *
 * This type separates a model's files from inference: the reader of the files creates it, and the code that runs the encoder applies it. It is
 * plain data, so it can be sent to another thread.
 */
export type HeadLayer = DenseLayer | LayerNormLayer | NormalizeLayer | TruncateLayer;

/** Activation function of a dense layer. `gelu` is the exact form, with the error function. */
export type DenseActivation = 'identity' | 'tanh' | 'gelu';

/** Computes `activation(W x + b)`. A residual connection adds `x` or `R x`. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  /** `[outputs, inputs]`, row-major. */
  readonly weight: Float32Array;
  /** `[outputs]`. @default no bias */
  readonly bias?: Float32Array;
  readonly activation: DenseActivation;
  /** Added after the activation: the input itself, or `R x` with the matrix R of shape `[outputs, inputs]`. @default nothing */
  readonly residual?: 'input' | Float32Array;
}

/** Subtracts the mean, divides by the standard deviation, then scales and shifts each component. */
export interface LayerNormLayer {
  readonly kind: 'layerNorm';
  /** `[dimension]`. */
  readonly weight: Float32Array;
  /** `[dimension]`. */
  readonly bias: Float32Array;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** Scales the vector to length 1. */
export interface NormalizeLayer {
  readonly kind: 'normalize';
}

/** Keeps the first components of the vector. */
export interface TruncateLayer {
  readonly kind: 'truncate';
  /** Number of components to keep. */
  readonly dimension: number;
}
