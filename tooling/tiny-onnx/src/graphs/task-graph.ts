import { writeGraph } from '../write-graph.ts';
import { tokenInputs } from './token-inputs.ts';

/**
 * A graph with the number of a task as second input, like jina-embeddings-v3: `task_id`, an int64 scalar.
 *
 * Output: `text_embeds`, `[batch, tokens, 2]`: id of each token, and the task.
 */
export function taskGraph(): Uint8Array {
  return writeGraph({
    inputs: [...tokenInputs('input_ids'), { name: 'task_id', type: 'int64', dims: [] }],
    outputs: [{ name: 'text_embeds', type: 'float32', dims: ['batch', 'tokens', 2] }],
    nodes: [
      { op: 'Sub', inputs: ['input_ids', 'input_ids'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['nothing', 'task_id'], outputs: ['task_ids'] },
      ...['input_ids', 'task_ids'].flatMap((name) => [
        { op: 'Unsqueeze', inputs: [name, 'last_axis'], outputs: [`${name}_column`] },
        { op: 'Cast', inputs: [`${name}_column`], outputs: [`${name}_float`], attributes: { to: 1 } },
      ]),
      {
        op: 'Concat',
        inputs: ['input_ids_float', 'task_ids_float'],
        outputs: ['text_embeds'],
        attributes: { axis: -1 },
      },
    ],
    initializers: [{ name: 'last_axis', dims: [1], data: BigInt64Array.of(-1n) }],
  });
}
