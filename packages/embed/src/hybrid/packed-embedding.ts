import type { HybridEmbedding, HybridKind } from '@x/core';

import { rowsOf } from '../late-interaction/rows-of.ts';

/** The kinds of a text's vectors, in the order in which they are packed. */
export const hybridKinds: readonly HybridKind[] = ['dense', 'sparse', 'multiVector'];

/** The vectors of a text as flat arrays. Kinds that were not requested are empty. */
export interface FlatVectors {
  readonly dense: Float32Array;
  /** Weights by token id, ascending. */
  readonly weights: readonly (readonly [id: number, weight: number])[];
  /** `[rows, dimension]` */
  readonly rows: Float32Array;
}

/**
 * Packs the vectors of a text into one array to leave the session's thread: the number of weights, their ids, the weights, the dense vector, the
 * rows. Ids below 2²⁴, more than any vocabulary has, are exact in float32.
 */
export function packEmbedding({ dense, weights, rows }: FlatVectors): Float32Array {
  const values = new Float32Array(1 + 2 * weights.length + dense.length + rows.length);
  values[0] = weights.length;
  for (const [position, [id, weight]] of weights.entries()) {
    values[1 + position] = id;
    values[1 + weights.length + position] = weight;
  }
  const start = 1 + 2 * weights.length;
  values.set(dense, start);
  values.set(rows, start + dense.length);
  return values;
}

/** The reverse of {@link packEmbedding}, for the requested kinds. */
export function unpackEmbedding<Kind extends HybridKind>(
  values: Float32Array,
  kinds: readonly Kind[],
  dimension: number,
): Pick<HybridEmbedding, Kind> {
  const asked = new Set<HybridKind>(kinds);
  const count = values[0]!;
  const start = 1 + 2 * count;
  const rowsStart = start + (asked.has('dense') ? dimension : 0);
  const embedding: Partial<HybridEmbedding> = {
    // Copied, so that keeping one of these vectors does not keep the rows in memory.
    ...(asked.has('dense') && { dense: values.slice(start, rowsStart) }),
    ...(asked.has('sparse') && {
      sparse: { indices: Uint32Array.from(values.subarray(1, 1 + count)), values: values.slice(1 + count, start) },
    }),
    ...(asked.has('multiVector') && { multiVector: rowsOf(values.subarray(rowsStart), dimension) }),
  };
  return embedding as Pick<HybridEmbedding, Kind>;
}
