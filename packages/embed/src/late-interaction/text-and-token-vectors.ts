// The session's thread imports this module by its URL.
import type { Reduction } from '@x/onnx-runtime';

import { normalizeRows } from '../pooling/normalize-rows.ts';
import { createReduction as createPooling, type PoolingOptions } from '../pooling/reduction.ts';
import { requireTokenOutput } from '../pooling/require-output.ts';

/**
 * Creates the reduction of `[batch, tokens, dimension]` to the vector of each text followed by its token vectors,
 * `[1 + tokens, dimension]`. The first row is the pooled vector; the others have length 1.
 */
export function createReduction(options: PoolingOptions): Reduction {
  const { dimension, output = 0 } = options;
  const pool = createPooling(options);
  return (input) => {
    const data = requireTokenOutput(input.outputs, output, dimension);
    return pool(input).map((vector, row) => {
      const start = row * input.sequenceLength * dimension;
      const tokens = data.subarray(start, start + input.lengths[row]! * dimension);
      const values = new Float32Array(dimension + tokens.length);
      values.set(vector);
      values.set(tokens, dimension);
      normalizeRows(values.subarray(dimension), dimension);
      return values;
    });
  };
}
