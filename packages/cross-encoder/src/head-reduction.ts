// Loaded by address into the session's thread.
import { type HeadLayer, ShapeMismatchError } from '@x/core';
import { applyHead, poolTokens, type Reduction, type TokenPooling } from '@x/onnx-runtime';

import { createReduction as createLogitReduction, type LogitRule, scoreOf } from './logit-reduction.ts';

/** What a modular reranker does with the encoder's token vectors. */
export interface HeadOptions {
  readonly pooling: TokenPooling;
  /** Components of a token's vector. */
  readonly dimension: number;
  /** From the pooled vector to the logits. */
  readonly layers: readonly HeadLayer[];
  readonly logitRule: LogitRule;
}

/**
 * Makes the reduction of an encoder's first output, `[batch, tokens, dimension]`, to one raw score per pair: tokens are pooled, and the layers of
 * the head make logits of the result. A graph that gives logits, `[batch, labels]`, has applied its head itself.
 */
export function createReduction({ pooling, dimension, layers, logitRule }: HeadOptions): Reduction {
  const pool = poolTokens[pooling];
  const reduceLogits = createLogitReduction({ logitRule });
  return (input) => {
    const { outputs, lengths, sequenceLength } = input;
    const { name, dims, data } = outputs[0]!;
    if (dims.length <= 2) return reduceLogits(input);
    if (dims.length !== 3 || dims[2] !== dimension) {
      const [expected, actual] = [`[batch, tokens, ${dimension}]`, `[${dims.join(', ')}]`];
      throw new ShapeMismatchError({ tensor: name, expected, actual });
    }
    return Array.from(lengths, (length, row) => {
      const start = row * sequenceLength * dimension;
      const tokens = data.subarray(start, start + length * dimension);
      const logits = applyHead(pool(tokens, dimension, new Uint8Array(length).fill(1)), layers);
      return Float32Array.of(scoreOf(logits, logitRule));
    });
  };
}
