// Loaded by address into the session's thread, so that hidden states never leave it.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

import { clsPool } from './cls.ts';
import { lastTokenPool } from './last-token.ts';
import { meanPool } from './mean.ts';
import { normalizeInPlace } from './normalize.ts';
import type { Pooling } from './pooling.ts';
import { requireOutput } from './require-output.ts';

/** What the model's catalogue entry says of its vectors. */
export interface PoolingOptions {
  readonly pooling: Pooling;
  readonly normalize: boolean;
  readonly dimension: number;
  /** Position or name of the output that is read. @default 0 */
  readonly output?: number | string;
}

const pools = { mean: meanPool, cls: clsPool, lastToken: lastTokenPool, none: undefined } as const;

/**
 * Makes the reduction of one of a graph's outputs to one vector per text: `[batch, tokens, hidden]` is pooled, `[batch, hidden]` is taken
 * as it is.
 */
export function createReduction({ pooling, normalize, dimension, output = 0 }: PoolingOptions): Reduction {
  const pool = pools[pooling];
  return ({ outputs, lengths, sequenceLength }) => {
    const { name, dims, data } = requireOutput(outputs, output);
    const isPooled = dims.length === 2;
    if ((!isPooled && (dims.length !== 3 || pool === undefined)) || dims.at(-1) !== dimension) {
      const tokens = pool === undefined ? '' : `[batch, tokens, ${dimension}] or `;
      throw new ShapeMismatchError({
        tensor: name,
        expected: `${tokens}[batch, ${dimension}]`,
        actual: `[${dims.join(', ')}]`,
      });
    }
    const rowSize = isPooled ? dimension : sequenceLength * dimension;
    return Array.from(lengths, (length, row) => {
      const start = row * rowSize;
      const vector =
        isPooled || pool === undefined
          ? data.slice(start, start + dimension)
          : pool(data.subarray(start, start + length * dimension), dimension, new Uint8Array(length).fill(1));
      return normalize ? normalizeInPlace(vector) : vector;
    });
  };
}
