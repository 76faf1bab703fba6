import { writeGraph } from '../write-graph.ts';
import { table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

const hidden = 512;

/**
 * A slow text encoder. It multiplies the token's id by the identity matrix `repeats` times.
 *
 * Output: `last_hidden_state`, `[batch, tokens, 512]`, whose first component is the id and the others 0.
 */
export function slowGraph({ vocabulary, repeats }: { vocabulary: number; repeats: number }): Uint8Array {
  const steps = Array.from({ length: repeats }, (_, step) => ({
    op: 'MatMul',
    inputs: [`state_${step}`, 'identity'],
    outputs: [step === repeats - 1 ? 'last_hidden_state' : `state_${step + 1}`],
  }));
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', hidden] }],
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['state_0'] }, ...steps],
    initializers: [
      table('table', vocabulary, hidden, (token, component) => (component === 0 ? token : 0)),
      table('identity', hidden, hidden, (row, column) => (row === column ? 1 : 0)),
    ],
  });
}
