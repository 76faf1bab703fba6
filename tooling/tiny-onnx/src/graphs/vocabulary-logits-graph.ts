import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link vocabularyLogitsGraph}. */
export interface VocabularyLogitsOptions {
  readonly vocabulary: number;
  readonly hidden: number;
  /** The hidden state of a token. */
  readonly valueOf: CellValue;
  /** The decoder: a row for each component of a hidden state, a column for each word. */
  readonly weightOf: CellValue;
}

/**
 * The head of a masked language model. It looks up a hidden state and multiplies it by the decoder, exactly and independently of the rest of the batch.
 *
 * Output: `logits`, `[batch, tokens, vocabulary]`.
 */
export function vocabularyLogitsGraph({ vocabulary, hidden, valueOf, weightOf }: VocabularyLogitsOptions): Uint8Array {
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'logits', type: 'float32', dims: ['batch', 'tokens', vocabulary] }],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['states'] },
      { op: 'MatMul', inputs: ['states', 'decoder'], outputs: ['logits'] },
    ],
    initializers: [table('table', vocabulary, hidden, valueOf), table('decoder', hidden, vocabulary, weightOf)],
  });
}
