import { writeGraph } from '../write-graph.ts';
import { tokenInputs } from './token-inputs.ts';

/** Returns a graph with an input that a text does not provide: `pixel_values`. */
export function imageInputGraph(): Uint8Array {
  return writeGraph({
    inputs: [...tokenInputs('input_ids'), { name: 'pixel_values', type: 'float32', dims: ['batch', 'tokens'] }],
    outputs: [{ name: 'sum', type: 'float32', dims: ['batch', 'tokens'] }],
    nodes: [
      { op: 'Cast', inputs: ['input_ids'], outputs: ['ids'], attributes: { to: 1 } },
      { op: 'Add', inputs: ['ids', 'pixel_values'], outputs: ['sum'] },
    ],
  });
}

/** Returns a graph that outputs the ids unchanged, as `int64` or as `float16`. */
export function typedOutputGraph(type: 'int64' | 'float16'): Uint8Array {
  const to = type === 'int64' ? 7 : 10;
  return writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'ids', type, dims: ['batch', 'tokens'] }],
    nodes: [{ op: 'Cast', inputs: ['input_ids'], outputs: ['ids'], attributes: { to } }],
  });
}
