// Loaded by address into the session's thread.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

/** Makes the reduction of a graph's first output, `[batch, 1]` or `[batch]`, to one raw logit per pair. */
export function createReduction(): Reduction {
  return ({ outputs, lengths }) => {
    const { name, dims, data } = outputs[0]!;
    if (data.length !== lengths.length) {
      throw new ShapeMismatchError({ tensor: name, expected: '[batch, 1]', actual: `[${dims.join(', ')}]` });
    }
    return Array.from(data, (logit) => Float32Array.of(logit));
  };
}
