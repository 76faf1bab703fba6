import { writeGraph } from '../write-graph.ts';
import type { LookUpOptions } from './look-up-graph.ts';
import { table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link offsetPositionsGraph}. */
export interface OffsetPositionsOptions extends LookUpOptions {
  /** Rows of the position table. Row 0 is never read, and row 1 only for padding. */
  readonly places: number;
}

/**
 * Adds a token's value and its position, which is counted from 2, as RoBERTa, XLM-R and MPNet do because their padding id is 1. A text that is longer
 * than the table fails.
 *
 * Output: `last_hidden_state`, `[batch, tokens, hidden]`; inputs: `input_ids`, `attention_mask`. Every component of a position is its number.
 */
export function offsetPositionsGraph({ vocabulary, hidden, valueOf, places }: OffsetPositionsOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids', 'attention_mask'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] }],
    nodes: [
      { op: 'CumSum', inputs: ['attention_mask', 'token_axis'], outputs: ['counted'] },
      { op: 'Mul', inputs: ['counted', 'attention_mask'], outputs: ['attended'] },
      { op: 'Add', inputs: ['attended', 'padding_id'], outputs: ['positions'] },
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['tokens'] },
      { op: 'Gather', inputs: ['position_table', 'positions'], outputs: ['places'] },
      { op: 'Add', inputs: ['tokens', 'places'], outputs: ['last_hidden_state'] },
    ],
    initializers: [
      table('table', vocabulary, hidden, valueOf),
      table('position_table', places, hidden, (position) => position),
      { name: 'token_axis', dims: [], data: BigInt64Array.of(1n) },
      { name: 'padding_id', dims: [], data: BigInt64Array.of(1n) },
    ],
  });
}
