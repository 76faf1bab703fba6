/**
 * One layer of a model's head: what is done to a text's vector after the encoder's token vectors were pooled. Layers are applied in order.
 *
 * The seam between a model's files and inference: read by whoever knows the files, applied where the encoder runs. Plain data, so that it can
 * be sent to another thread.
 */
export type HeadLayer = DenseLayer | LayerNormLayer | NormalizeLayer | TruncateLayer;

/** What a dense layer does to each of its outputs; `gelu` is the exact one, with the error function. */
export type DenseActivation = 'identity' | 'tanh' | 'gelu';

/** `activation(W x + b)`, and `+ x` or `+ R x` with a residual connection. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  /** `[outputs, inputs]`, row-major. */
  readonly weight: Float32Array;
  /** `[outputs]`. @default none is added */
  readonly bias?: Float32Array;
  readonly activation: DenseActivation;
  /** What is added behind the activation: the input itself, or `R x` with `[outputs, inputs]`. @default nothing */
  readonly residual?: 'input' | Float32Array;
}

/** Takes away the mean, divides by the standard deviation, then scales and shifts each component. */
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

/** Keeps the first components. */
export interface TruncateLayer {
  readonly kind: 'truncate';
  /** How many. */
  readonly dimension: number;
}
