// Loaded by address into the session's thread, so that hidden states never leave it.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

import type { Pooling } from '../catalogue/supported-text-embedding-model.ts';
import { clsPool } from './cls.ts';
import { lastTokenPool } from './last-token.ts';
import { meanPool } from './mean.ts';
import { normalizeInPlace } from './normalize.ts';

/** What the model's catalogue entry says of its vectors. */
export interface PoolingOptions {
  readonly pooling: Pooling;
  readonly normalize: boolean;
  readonly dimension: number;
}

const pools = { mean: meanPool, cls: clsPool, lastToken: lastTokenPool } as const;

/**
 * Makes the reduction of a graph's first output to one vector per text: `[batch, tokens, hidden]` is pooled,
 * `[batch, hidden]` is taken as it is.
 */
export function createReduction({ pooling, normalize, dimension }: PoolingOptions): Reduction {
  const pool = pools[pooling];
  return ({ outputs, lengths, sequenceLength }) => {
    const { name, dims, data } = outputs[0]!;
    if ((dims.length !== 2 && dims.length !== 3) || dims.at(-1) !== dimension) {
      const expected = `[batch, tokens, ${dimension}] or [batch, ${dimension}]`;
      throw new ShapeMismatchError({ tensor: name, expected, actual: `[${dims.join(', ')}]` });
    }
    const rowSize = dims.length === 3 ? sequenceLength * dimension : dimension;
    return Array.from(lengths, (length, row) => {
      const start = row * rowSize;
      const vector =
        dims.length === 3
          ? pool(data.subarray(start, start + length * dimension), dimension, new Uint8Array(length).fill(1))
          : data.slice(start, start + rowSize);
      return normalize ? normalizeInPlace(vector) : vector;
    });
  };
}
