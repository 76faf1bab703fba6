import { writeGraph } from '../write-graph.ts';
import { tokenInputs } from './token-inputs.ts';

const names = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const;

/**
 * A graph that requires all four inputs of a text encoder and returns them unchanged.
 *
 * Output: `last_hidden_state`, `[batch, tokens, 4]`: id, mask, type and position of each token.
 */
export function allInputsGraph(): Uint8Array {
  return writeGraph({
    inputs: tokenInputs(...names),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', names.length] }],
    nodes: [
      ...names.flatMap((name) => [
        { op: 'Unsqueeze', inputs: [name, 'last_axis'], outputs: [`${name}_column`] },
        { op: 'Cast', inputs: [`${name}_column`], outputs: [`${name}_float`], attributes: { to: 1 } },
      ]),
      {
        op: 'Concat',
        inputs: names.map((name) => `${name}_float`),
        outputs: ['last_hidden_state'],
        attributes: { axis: -1 },
      },
    ],
    initializers: [{ name: 'last_axis', dims: [1], data: BigInt64Array.of(-1n) }],
  });
}
