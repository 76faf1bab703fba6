import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link pooledGraph}. */
export interface PooledOptions {
  readonly vocabulary: number;
  /** 1 makes the graph a classifier with one logit. */
  readonly columns: number;
  readonly valueOf: CellValue;
  /** @default 'logits' */
  readonly outputName?: string;
}

/** Returns a graph that sums the table rows of the real tokens. Output: `[batch, columns]`; inputs: `input_ids`, `attention_mask`. */
export function pooledGraph({ vocabulary, columns, valueOf, outputName = 'logits' }: PooledOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids', 'attention_mask'),
    outputs: [{ name: outputName, type: 'float32', dims: ['batch', columns] }],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['values'] },
      { op: 'Cast', inputs: ['attention_mask'], outputs: ['mask'], attributes: { to: 1 } },
      { op: 'Unsqueeze', inputs: ['mask', 'last_axis'], outputs: ['mask_column'] },
      { op: 'Mul', inputs: ['values', 'mask_column'], outputs: ['masked'] },
      { op: 'ReduceSum', inputs: ['masked', 'token_axis'], outputs: [outputName], attributes: { keepdims: 0 } },
    ],
    initializers: [
      table('table', vocabulary, columns, valueOf),
      { name: 'last_axis', dims: [1], data: BigInt64Array.of(-1n) },
      { name: 'token_axis', dims: [1], data: BigInt64Array.of(1n) },
    ],
  });
}
