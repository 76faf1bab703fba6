// Loaded by address into the session's thread.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

import { normalizeInPlace } from '../pooling/normalize.ts';

/** What the model's catalogue entry says of its token vectors. */
export interface TokenVectorsOptions {
  readonly dimension: number;
  /** Position or name of the output that is read. @default 0 */
  readonly output?: number | string;
  /** True to leave lengths as the graph gives them. @default false */
  readonly raw?: boolean;
}

/** Makes the reduction of `[batch, tokens, dimension]` to the vectors of each text's tokens, `[tokens, dimension]`, each of length 1 unless they stay raw. */
export function createReduction({ dimension, output: wanted = 0, raw = false }: TokenVectorsOptions): Reduction {
  return ({ outputs, lengths, sequenceLength }) => {
    const output = typeof wanted === 'string' ? outputs.find(({ name }) => name === wanted) : outputs[wanted];
    const dims = output?.dims ?? [];
    if (output === undefined || dims.length !== 3 || dims[2] !== dimension) {
      const actual = `[${dims.join(', ')}]`;
      throw new ShapeMismatchError({ tensor: String(wanted), expected: `[batch, tokens, ${dimension}]`, actual });
    }
    return Array.from(lengths, (length, row) => {
      const start = row * sequenceLength * dimension;
      const vectors = output.data.slice(start, start + length * dimension);
      if (raw) return vectors;
      for (let token = 0; token < length; token++) {
        normalizeInPlace(vectors.subarray(token * dimension, (token + 1) * dimension));
      }
      return vectors;
    });
  };
}
