import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link lastPlaceGraph}. */
export interface LastPlaceOptions {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly valueOf: CellValue;
}

/**
 * A graph that uses the last position of a row as the vector of the text, even if it is padding, like SigLIP's text model.
 *
 * Outputs: `last_hidden_state`, `[batch, tokens, hidden]`, and `pooler_output`, `[batch, hidden]`: the hidden state at the last position, plus the
 * number of positions.
 */
export function lastPlaceGraph({ vocabulary, hidden, valueOf }: LastPlaceOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [
      { name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] },
      { name: 'pooler_output', type: 'float32', dims: ['batch', hidden] },
    ],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] },
      { op: 'Gather', inputs: ['last_hidden_state', 'last_index'], outputs: ['last_place'], attributes: { axis: 1 } },
      { op: 'Shape', inputs: ['input_ids'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'last_index'], outputs: ['places'], attributes: { axis: 0 } },
      { op: 'Cast', inputs: ['places'], outputs: ['places_float'], attributes: { to: 1 } },
      { op: 'Add', inputs: ['last_place', 'places_float'], outputs: ['pooler_output'] },
    ],
    initializers: [
      table('table', vocabulary, hidden, valueOf),
      { name: 'last_index', dims: [], data: BigInt64Array.of(-1n) },
    ],
  });
}
