// The session's thread imports this module by its URL, so that hidden states never leave the thread.
import { type HeadLayer, normalizeInPlace, ShapeMismatchError } from '@x/core';
import { applyHead, poolTokens, type Reduction } from '@x/onnx-runtime';

import type { Pooling } from './pooling.ts';
import { requireOutput } from './require-output.ts';

/** The properties of the model's vectors, from its catalogue entry or its `modules.json`. */
export interface PoolingOptions {
  readonly pooling: Pooling;
  readonly normalize: boolean;
  /** Dimension of the vectors that the graph returns. */
  readonly dimension: number;
  /** Index or name of the output to read. @default 0 */
  readonly output?: number | string;
  /** Layers applied to the pooled vector. @default [] */
  readonly layers?: readonly HeadLayer[];
  /** Number of tokens at the start of each text, those of a prompt, that pooling leaves out. @default 0 */
  readonly skippedTokens?: number;
}

/**
 * Creates the reduction of one of a graph's outputs to one vector per text: `[batch, tokens, hidden]` is pooled, `[batch, hidden]` is not.
 * The latter is refused for a model with weights after its pooling, because it is unknown whether the graph has applied them. It is also refused
 * with `skippedTokens`.
 */
export function createReduction({
  pooling,
  normalize,
  dimension,
  output = 0,
  layers = [],
  skippedTokens = 0,
}: PoolingOptions): Reduction {
  const pool = pooling === 'none' ? undefined : poolTokens[pooling];
  const mayBePooled = skippedTokens === 0 && !hasWeights(layers);
  // The mean of no tokens is the zero vector; the other poolings need at least one token.
  const fewestTokens = pooling === 'mean' ? 0 : 1;
  return ({ outputs, lengths, sequenceLength }) => {
    const { name, dims, data } = requireOutput(outputs, output);
    const isPooled = dims.length === 2 && mayBePooled;
    if ((!isPooled && (dims.length !== 3 || pool === undefined)) || dims.at(-1) !== dimension) {
      const shapes = [pool && `[batch, tokens, ${dimension}]`, mayBePooled && `[batch, ${dimension}]`];
      const expected = shapes.filter(Boolean).join(' or ');
      throw new ShapeMismatchError({ tensor: name, expected, actual: `[${dims.join(', ')}]` });
    }
    const rowSize = isPooled ? dimension : sequenceLength * dimension;
    return Array.from(lengths, (length, row) => {
      const start = row * rowSize;
      const skipped = Math.min(skippedTokens, length - fewestTokens);
      const tokens = data.subarray(start + skipped * dimension, start + length * dimension);
      const vector =
        isPooled || pool === undefined
          ? data.slice(start, start + dimension)
          : pool(tokens, dimension, new Uint8Array(length - skipped).fill(1));
      const result = applyHead(vector, layers);
      return normalize ? normalizeInPlace(result) : result;
    });
  };
}

/** Whether any layer has trained weights. The other layers only scale or truncate a vector. */
function hasWeights(layers: readonly HeadLayer[]): boolean {
  return layers.some(({ kind }) => kind === 'dense' || kind === 'layerNorm');
}
