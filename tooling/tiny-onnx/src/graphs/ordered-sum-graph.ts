import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link orderedSumGraph}. */
export interface OrderedSumOptions {
  readonly vocabulary: number;
  readonly valueOf: CellValue;
}

/**
 * The smallest classifier of a decoder model: one logit that depends on every real token and its position, which is counted from 1. It is the
 * sum of position times value.
 *
 * Output: `logits`, `[batch, 1]`; inputs: `input_ids`, `attention_mask`.
 */
export function orderedSumGraph({ vocabulary, valueOf }: OrderedSumOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids', 'attention_mask'),
    outputs: [{ name: 'logits', type: 'float32', dims: ['batch', 1] }],
    nodes: [
      { op: 'CumSum', inputs: ['attention_mask', 'cumsum_axis'], outputs: ['counted'] },
      { op: 'Mul', inputs: ['counted', 'attention_mask'], outputs: ['places'] },
      { op: 'Cast', inputs: ['places'], outputs: ['places_float'], attributes: { to: 1 } },
      { op: 'Unsqueeze', inputs: ['places_float', 'last_axis'], outputs: ['place_column'] },
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['values'] },
      { op: 'Mul', inputs: ['values', 'place_column'], outputs: ['weighted'] },
      { op: 'ReduceSum', inputs: ['weighted', 'token_axis'], outputs: ['logits'], attributes: { keepdims: 0 } },
    ],
    initializers: [
      table('table', vocabulary, 1, valueOf),
      { name: 'cumsum_axis', dims: [], data: BigInt64Array.of(1n) },
      { name: 'last_axis', dims: [1], data: BigInt64Array.of(-1n) },
      { name: 'token_axis', dims: [1], data: BigInt64Array.of(1n) },
    ],
  });
}
