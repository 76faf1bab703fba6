import { ShapeMismatchError } from '@x/core';
import type { ModelOutput } from '@x/onnx-runtime';

/** Returns the output at an index or with a name. @throws {ShapeMismatchError} when there is none. */
export function requireOutput(outputs: readonly ModelOutput[], wanted: number | string): ModelOutput {
  const output = typeof wanted === 'string' ? outputs.find(({ name }) => name === wanted) : outputs[wanted];
  if (output !== undefined) return output;
  const expected = typeof wanted === 'string' ? `an output "${wanted}"` : `at least ${wanted + 1} outputs`;
  const actual = outputs.map(({ name }) => name).join(', ') || 'none';
  const problem = `The model needs ${expected}, but its outputs are: ${actual}. Is this the right kind of model?`;
  throw new ShapeMismatchError({ tensor: `output ${wanted}`, expected, actual, problem });
}

/** Returns the data of an output with the shape `[batch, tokens, dimension]`. @throws {ShapeMismatchError} for any other shape. */
export function requireTokenOutput(
  outputs: readonly ModelOutput[],
  wanted: number | string,
  dimension: number,
): Float32Array {
  const { name, dims, data } = requireOutput(outputs, wanted);
  if (dims.length === 3 && dims[2] === dimension) return data;
  const [expected, actual] = [`[batch, tokens, ${dimension}]`, `[${dims.join(', ')}]`];
  throw new ShapeMismatchError({ tensor: name, expected, actual });
}
