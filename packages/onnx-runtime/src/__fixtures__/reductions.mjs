// Reductions for tests. `options.kind` selects one. With `options.gate` (a folder, see `__tests__/run-gate.ts`) a test can count
// starts and runs, and hold them back.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ShapeMismatchError } from '@x/core';

const kinds = {
  /** The results of `values`, negated. */
  negated: (input) => kinds.values(input).map((row) => row.map((value) => -value)),
  /** The values of each sequence's real tokens, or its row of a two-dimensional output. */
  values: ({ outputs: [{ dims, data }], lengths, sequenceLength }) => {
    const width = dims.at(-1);
    const rowSize = dims.length === 3 ? sequenceLength * width : width;
    return Array.from(lengths, (length, row) => {
      const size = dims.length === 3 ? length * width : width;
      return data.slice(row * rowSize, row * rowSize + size);
    });
  },
  /** The number of sequences in the batch, followed by the ids of the sequence. */
  ids: ({ inputIds, lengths }) => {
    let start = 0;
    return Array.from(lengths, (length) =>
      Float32Array.of(lengths.length, ...inputIds.subarray(start, (start += length))),
    );
  },
  /** The number of sequences in the batch and the length of the longest. */
  batchShape: ({ lengths, sequenceLength }) =>
    Array.from(lengths, () => Float32Array.of(lengths.length, sequenceLength)),
  oneTooFew: ({ lengths }) => Array.from(lengths, () => new Float32Array(1)).slice(1),
  wrongShape: ({ outputs: [{ name }] }) => {
    throw new ShapeMismatchError({ tensor: name, expected: '[batch, 7]', actual: '[batch, tokens, 2]' });
  },
  throwsText: () => {
    throw 'only text';
  },
  /** Throws outside the run, like an unhandled promise rejection. */
  strayError: ({ lengths }) => {
    queueMicrotask(() => {
      throw new Error('a stray error');
    });
    return Array.from(lengths, () => new Float32Array(1));
  },
  /** Kills its process in the middle of a run, as running out of memory would. */
  crashes: () => process.kill(process.pid, 'SIGKILL'),
};

export function createReduction({ kind, gate }) {
  const starts = gate === undefined ? 0 : record(gate, 'starts', process.pid);
  if (kind === 'endsThread') {
    if (gate !== undefined) waitWhileHeld(gate);
    process.exit(7);
  }
  if (kind === 'startsOnce' && starts > 1) {
    waitWhileHeld(gate);
    process.exit(7);
  }
  const reduce = kinds[kind] ?? kinds.values;
  return (input) => {
    if (gate !== undefined) {
      record(gate, 'runs', input.lengths.length);
      waitWhileHeld(gate);
    }
    return reduce(input);
  };
}

/** Appends a line to a file and returns the file's number of lines. */
function record(gate, file, value) {
  const path = join(gate, file);
  appendFileSync(path, `${value}\n`);
  return readFileSync(path, 'utf8').split('\n').length - 1;
}

function waitWhileHeld(gate) {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(join(gate, 'hold'))) Atomics.wait(nothing, 0, 0, 2);
}
