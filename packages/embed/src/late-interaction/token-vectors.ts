// Loaded by address into the session's thread.
import type { Reduction } from '@x/onnx-runtime';

import { normalizeRows } from '../pooling/normalize-rows.ts';
import { requireTokenOutput } from '../pooling/require-output.ts';

/** What the model's catalogue entry says of its token vectors. */
export interface TokenVectorsOptions {
  readonly dimension: number;
  /** Position or name of the output that is read. @default 0 */
  readonly output?: number | string;
  /** True to leave lengths as the graph gives them. @default false */
  readonly raw?: boolean;
}

/** Makes the reduction of `[batch, tokens, dimension]` to the vectors of each text's tokens, `[tokens, dimension]`, each of length 1 unless they stay raw. */
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
