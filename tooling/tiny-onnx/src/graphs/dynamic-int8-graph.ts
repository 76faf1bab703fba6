import { writeGraph } from '../write-graph.ts';
import type { LookUpOptions } from './look-up-graph.ts';
import { table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/**
 * A table lookup whose result is converted to 8-bit integers and back. The scale depends on the whole batch including its padding, like dynamic
 * quantization inside a model.
 *
 * Output: `last_hidden_state`, `[batch, tokens, hidden]`.
 */
export function dynamicInt8Graph({ vocabulary, hidden, valueOf }: LookUpOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] }],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['looked_up'] },
      { op: 'DynamicQuantizeLinear', inputs: ['looked_up'], outputs: ['integers', 'scale', 'zero_point'] },
      { op: 'DequantizeLinear', inputs: ['integers', 'scale', 'zero_point'], outputs: ['last_hidden_state'] },
    ],
    initializers: [table('table', vocabulary, hidden, valueOf)],
  });
}
