// Reductions for tests. `options.kind` picks one; `options.cells` (shared memory) lets a test count and hold back
// runs, and see that the model is about to be opened.
import { ShapeMismatchError } from '@x/core';

const kinds = {
  /** The values of each sequence's real tokens, or its row of a two-dimensional output. */
  values: ({ outputs: [{ dims, data }], lengths, sequenceLength }) => {
    const width = dims.at(-1);
    const rowSize = dims.length === 3 ? sequenceLength * width : width;
    return Array.from(lengths, (length, row) => {
      const size = dims.length === 3 ? length * width : width;
      return data.slice(row * rowSize, row * rowSize + size);
    });
  },
  /** How many sequences ran together, and how long the longest was. */
  batchShape: ({ lengths, sequenceLength }) =>
    Array.from(lengths, () => Float32Array.of(lengths.length, sequenceLength)),
  oneTooFew: ({ lengths }) => Array.from(lengths, () => new Float32Array(1)).slice(1),
  wrongShape: ({ outputs: [{ name }] }) => {
    throw new ShapeMismatchError({ tensor: name, expected: '[batch, 7]', actual: '[batch, tokens, 2]' });
  },
  throwsText: () => {
    throw 'only text';
  },
  /** Fails outside of the run, as a promise that nobody looks at does. */
  strayError: ({ lengths }) => {
    queueMicrotask(() => {
      throw new Error('a stray error');
    });
    return Array.from(lengths, () => new Float32Array(1));
  },
};

export function createReduction({ kind, cells }) {
  if (cells !== undefined) Atomics.store(cells, 2, 1);
  if (kind === 'endsThread') {
    if (cells !== undefined) Atomics.wait(cells, 1, 1);
    process.exit(7);
  }
  const reduce = kinds[kind];
  return (input) => {
    if (cells !== undefined) {
      Atomics.add(cells, 0, 1);
      Atomics.wait(cells, 1, 1); // while cell 1 is 1
    }
    return reduce(input);
  };
}
