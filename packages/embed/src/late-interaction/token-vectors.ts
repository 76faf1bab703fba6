// The session's thread imports this module by its URL.
import type { Reduction } from '@x/onnx-runtime';

import { normalizeRows } from '../pooling/normalize-rows.ts';
import { requireTokenOutput } from '../pooling/require-output.ts';

/** The properties of the model's token vectors, from its catalogue entry. */
export interface TokenVectorsOptions {
  readonly dimension: number;
  /** Index or name of the output to read. @default 0 */
  readonly output?: number | string;
  /** True to return the graph's vectors without scaling them to length 1. @default false */
  readonly raw?: boolean;
}

/** Creates the reduction of `[batch, tokens, dimension]` to the token vectors of each text, `[tokens, dimension]`, of length 1 unless `raw`. */
export function createReduction({ dimension, output = 0, raw = false }: TokenVectorsOptions): Reduction {
  return ({ outputs, lengths, sequenceLength }) => {
    const data = requireTokenOutput(outputs, output, dimension);
    return Array.from(lengths, (length, row) => {
      const start = row * sequenceLength * dimension;
      const vectors = data.slice(start, start + length * dimension);
      return raw ? vectors : normalizeRows(vectors, dimension);
    });
  };
}
