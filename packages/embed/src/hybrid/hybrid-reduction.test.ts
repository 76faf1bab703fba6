import { ShapeMismatchError } from '@x/core';
import { expect, it } from 'vitest';

import { createReduction } from './hybrid-reduction.ts';
import { unpackEmbedding } from './packed-embedding.ts';

const all = ['dense', 'sparse', 'multiVector'] as const;
const options = { dimension: 2, unweighedTokenIds: [0, 1, 2, 3], kinds: all };
// Two texts, <s> 9 7 9 </s> and <s> 5 </s>. The values in the padding are by far the greatest, so that reading them would change the results.
const weights = [9, 0.5, -1, 0.75, 9, 9, 0.25, 9, 99, 99];
const rows = [3, 4, 0, 2, 1, 0, 6, 8, 5, 0, 0, 5, 99, 99, 99, 99];
const outputs = [
  { name: 'colbert', dims: [2, 4, 2], data: Float32Array.from(rows) },
  { name: 'weights', dims: [2, 5, 1], data: Float32Array.from(weights) },
  { name: 'text', dims: [2, 2], data: Float32Array.of(3, 4, 0, 7) },
];
const input = {
  outputs,
  inputIds: Int32Array.of(0, 9, 7, 9, 2, 0, 5, 2),
  lengths: Uint32Array.of(5, 3),
  sequenceLength: 5,
};

it('identifies outputs by their shapes, and reads no padding', () => {
  const [first, second] = createReduction(options)(input).map((packed) => unpackEmbedding(packed, all, 2));
  expect(first!.dense).toEqual(Float32Array.of(0.6, 0.8));
  expect(first!.multiVector).toEqual(
    [
      [0.6, 0.8],
      [0, 1],
      [1, 0],
      [0.6, 0.8],
    ].map((row) => Float32Array.from(row)),
  );
  expect(second!.dense).toEqual(Float32Array.of(0, 1));
  expect(second!.multiVector).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
});

it('returns the greatest weight of each token id, without special tokens and weights of 0 or less', () => {
  const [first, second] = createReduction(options)(input).map((packed) => unpackEmbedding(packed, all, 2));
  expect(first!.sparse).toEqual({ indices: Uint32Array.of(9), values: Float32Array.of(0.75) });
  expect(second!.sparse).toEqual({ indices: Uint32Array.of(5), values: Float32Array.of(0.25) });
});

it('sorts token ids in ascending order', () => {
  const [vector] = createReduction({ ...options, kinds: ['sparse'] })({
    outputs: [
      { name: 'text', dims: [1, 2], data: Float32Array.of(1, 0) },
      { name: 'weights', dims: [1, 4, 1], data: Float32Array.of(1, 2, 3, 4) },
      { name: 'rows', dims: [1, 3, 2], data: new Float32Array(6) },
    ],
    inputIds: Int32Array.of(0, 40, 7, 2),
    lengths: Uint32Array.of(4),
    sequenceLength: 4,
  }).map((packed) => unpackEmbedding(packed, ['sparse'], 2));
  expect(vector).toEqual({ sparse: { indices: Uint32Array.of(7, 40), values: Float32Array.of(3, 2) } });
});

it('returns a weight of NaN, so that it is reported', () => {
  const bad = outputs.map((output) =>
    output.name === 'weights'
      ? { ...output, data: output.data.map((value) => (value === 0.75 ? Number.NaN : value)) }
      : output,
  );
  const [packed] = createReduction(options)({ ...input, outputs: bad });
  expect(packed![2]).toBeNaN();
});

it('refuses a graph without one of the outputs', () => {
  for (const missing of outputs.keys()) {
    const others = outputs.filter((_, index) => index !== missing);
    const run = () => createReduction(options)({ ...input, outputs: others });
    expect(run).toThrow(ShapeMismatchError);
    expect(run).toThrow(
      /^No output has the shape \[.+\]\. The outputs are: \w+ \[.+\]\. Is this the right kind of model\?$/,
    );
  }
});
