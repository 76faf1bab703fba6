// The session's thread imports this module by its URL.
import { type HeadLayer, ShapeMismatchError } from '@x/core';
import { applyHead, poolTokens, type Reduction, type TokenPooling } from '@x/onnx-runtime';

import { createReduction as createLogitReduction, type LogitRule, scoreOf } from './logit-reduction.ts';

/** How a modular reranker turns the encoder's token vectors into a score. */
export interface HeadOptions {
  readonly pooling: TokenPooling;
  /** Dimension of a token vector. */
  readonly dimension: number;
  /** Layers from the pooled vector to the logits. */
  readonly layers: readonly HeadLayer[];
  readonly logitRule: LogitRule;
}

/**
 * Creates the reduction of an encoder's first output, `[batch, tokens, dimension]`, to one raw score per pair. It pools the tokens and applies
 * the head's layers to get logits. An output `[batch, labels]` contains logits already, so neither step applies.
 *
 * The reduction throws a `ShapeMismatchError` for any other shape.
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
