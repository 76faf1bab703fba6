import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link lookUpGraph}. */
export interface LookUpOptions {
  readonly vocabulary: number;
  readonly hidden: number;
  /** The hidden state of a token. May be NaN or infinite. */
  readonly valueOf: CellValue;
}

/**
 * The smallest text encoder. It looks up `input_ids` in a table, exactly and independently of the rest of the batch.
 *
 * Output: `last_hidden_state`, `[batch, tokens, hidden]`.
 */
export function lookUpGraph({ vocabulary, hidden, valueOf }: LookUpOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] }],
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    initializers: [table('table', vocabulary, hidden, valueOf)],
  });
}
