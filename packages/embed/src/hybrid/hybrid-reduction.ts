// The session's thread imports this module by its URL.
import { type HybridKind, normalizeInPlace, ShapeMismatchError } from '@x/core';
import type { ModelOutput, Reduction } from '@x/onnx-runtime';

import { normalizeRows } from '../pooling/normalize-rows.ts';
import { packEmbedding } from './packed-embedding.ts';

/** The vectors' properties from the model's catalogue entry, and the kinds that a run needs. */
export interface HybridReductionOptions {
  readonly dimension: number;
  /** Ids of tokens without a weight: special tokens. */
  readonly unweighedTokenIds: readonly number[];
  readonly kinds: readonly HybridKind[];
}

/**
 * Creates the reduction of a graph with three outputs to the packed vectors of each text. Outputs are identified by their shapes, because exporters
 * name them differently: `[batch, dimension]` for texts, `[batch, tokens, 1]` for weights, `[batch, tokens - 1, dimension]` for all tokens but the
 * first.
 *
 * As in FlagEmbedding's `M3Embedder`, vectors have length 1. The weight of a token id is that of its heaviest occurrence, and is left out unless
 * above 0.
 */
export function createReduction({ dimension, unweighedTokenIds, kinds }: HybridReductionOptions): Reduction {
  const unweighed = new Set(unweighedTokenIds);
  const asked = new Set(kinds);
  return ({ outputs, inputIds, lengths, sequenceLength }) => {
    const batch = lengths.length;
    const dense = requireShape(outputs, [batch, dimension]);
    const weights = requireShape(outputs, [batch, sequenceLength, 1]);
    const rows = requireShape(outputs, [batch, sequenceLength - 1, dimension]);
    let firstToken = 0;
    return Array.from(lengths, (length, row) => {
      const ids = inputIds.subarray(firstToken, (firstToken += length));
      const rowsStart = row * (sequenceLength - 1) * dimension;
      return packEmbedding({
        dense: asked.has('dense')
          ? normalizeInPlace(dense.slice(row * dimension, (row + 1) * dimension))
          : new Float32Array(),
        weights: asked.has('sparse') ? heaviest(ids, weights.subarray(row * sequenceLength), unweighed) : [],
        rows: asked.has('multiVector')
          ? normalizeRows(rows.slice(rowsStart, rowsStart + (length - 1) * dimension), dimension)
          : new Float32Array(),
      });
    });
  };
}

/** Returns the greatest weight of each token id, by ascending id. */
function heaviest(ids: Int32Array, weights: Float32Array, unweighed: ReadonlySet<number>): [number, number][] {
  const greatest = new Map<number, number>();
  for (const [position, id] of ids.entries()) {
    // Math.max propagates NaN, so it is reported later. A comparison would drop it.
    if (!unweighed.has(id)) greatest.set(id, Math.max(greatest.get(id) ?? 0, weights[position]!));
  }
  return [...greatest].filter(([, weight]) => weight !== 0).toSorted(([left], [right]) => left - right);
}

/** Returns the data of the output with this shape. @throws {ShapeMismatchError} when there is none. */
function requireShape(outputs: readonly ModelOutput[], shape: readonly number[]): Float32Array {
  const wanted = shape.join(', ');
  const output = outputs.find(({ dims }) => dims.join(', ') === wanted);
  if (output !== undefined) return output.data;
  const actual = outputs.map(({ name, dims }) => `${name} [${dims.join(', ')}]`).join(', ') || 'none';
  const problem = `No output has the shape [${wanted}]. The outputs are: ${actual}. Is this the right kind of model?`;
  throw new ShapeMismatchError({ tensor: 'outputs', expected: `an output [${wanted}]`, actual, problem });
}
