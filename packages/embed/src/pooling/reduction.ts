// Loaded by address into the session's thread, so that hidden states never leave it.
import { type HeadLayer, normalizeInPlace, ShapeMismatchError } from '@x/core';
import { applyHead, poolTokens, type Reduction } from '@x/onnx-runtime';

import type { Pooling } from './pooling.ts';
import { requireOutput } from './require-output.ts';

/** What the model's catalogue entry, or its `modules.json`, says of its vectors. */
export interface PoolingOptions {
  readonly pooling: Pooling;
  readonly normalize: boolean;
  /** Components of what the graph gives: of a token's vector. */
  readonly dimension: number;
  /** Position or name of the output that is read. @default 0 */
  readonly output?: number | string;
  /** What is applied to the pooled vector. @default [] */
  readonly layers?: readonly HeadLayer[];
  /** Tokens at the start of each text that are left out of the pooling: those of a prompt. @default 0 */
  readonly skippedTokens?: number;
}

/**
 * Makes the reduction of one of a graph's outputs to one vector per text: `[batch, tokens, hidden]` is pooled, `[batch, hidden]` is taken
 * as it is. The latter is refused for a model with weights behind its pooling, since nothing tells whether the graph has applied them.
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
  // The mean of no token is the zero vector; the others need one.
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

/** True for layers that a model was trained with, other than those that only scale or cut a vector. */
function hasWeights(layers: readonly HeadLayer[]): boolean {
  return layers.some(({ kind }) => kind === 'dense' || kind === 'layerNorm');
}
