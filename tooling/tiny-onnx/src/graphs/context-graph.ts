import { writeGraph } from '../write-graph.ts';
import type { LookUpOptions } from './look-up-graph.ts';
import { table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/**
 * The smallest text encoder in which tokens affect each other. The hidden state of a token is its row of the table, plus the sum of the rows of all
 * tokens that the mask keeps.
 *
 * Output: `last_hidden_state`, `[batch, tokens, hidden]`; inputs: `input_ids`, `attention_mask`.
 */
export function contextGraph({ vocabulary, hidden, valueOf }: LookUpOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids', 'attention_mask'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] }],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['values'] },
      { op: 'Cast', inputs: ['attention_mask'], outputs: ['mask'], attributes: { to: 1 } },
      { op: 'Unsqueeze', inputs: ['mask', 'last_axis'], outputs: ['mask_column'] },
      { op: 'Mul', inputs: ['values', 'mask_column'], outputs: ['masked'] },
      { op: 'ReduceSum', inputs: ['masked', 'token_axis'], outputs: ['context'], attributes: { keepdims: 1 } },
      { op: 'Add', inputs: ['values', 'context'], outputs: ['last_hidden_state'] },
    ],
    initializers: [
      table('table', vocabulary, hidden, valueOf),
      { name: 'last_axis', dims: [1], data: BigInt64Array.of(-1n) },
      { name: 'token_axis', dims: [1], data: BigInt64Array.of(1n) },
    ],
  });
}
