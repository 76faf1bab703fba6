import { type HeadLayer, ShapeMismatchError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { createReduction } from './reduction.ts';

describe('the reduction', () => {
  const options = { pooling: 'mean', normalize: false, dimension: 2 } as const;

  it('pools rows by their own lengths', () => {
    const reduce = createReduction(options);
    const data = Float32Array.of(1, 1, 3, 3, /* row 1: one token, then padding */ 5, 5, 99, 99);
    const outputs = [{ name: 'last_hidden_state', dims: [2, 2, 2], data }];
    expect(
      reduce({ outputs, inputIds: new Int32Array(3), lengths: Uint32Array.of(2, 1), sequenceLength: 2 }).map((row) => [
        ...row,
      ]),
    ).toEqual([
      [2, 2],
      [5, 5],
    ]);
  });

  it('returns an already pooled output unchanged', () => {
    const outputs = [{ name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(3, 4) }];
    const [row] = createReduction({ ...options, normalize: true })({
      outputs,
      inputIds: new Int32Array(7),
      lengths: Uint32Array.of(7),
      sequenceLength: 7,
    });
    expect(row).toEqual(Float32Array.of(0.6, 0.8));
  });

  it('reads the output in the options, and refuses a graph that lacks it', () => {
    const outputs = [
      { name: 'last_hidden_state', dims: [1, 1, 2], data: Float32Array.of(9, 9) },
      { name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(1, 2) },
    ];
    const input = { outputs, inputIds: new Int32Array(1), lengths: Uint32Array.of(1), sequenceLength: 1 };
    expect(createReduction({ ...options, pooling: 'none', output: 1 })(input)).toEqual([Float32Array.of(1, 2)]);
    const named = createReduction({ ...options, pooling: 'none', output: 'sentence_embedding' });
    expect(named(input)).toEqual([Float32Array.of(1, 2)]);
    expect(() => createReduction({ ...options, output: 'pooler_output' })(input)).toThrow(
      'last_hidden_state, sentence_embedding',
    );
    expect(() => createReduction({ ...options, pooling: 'none', output: 0 })(input)).toThrow(ShapeMismatchError);
    const third = () => createReduction({ ...options, output: 2 })(input);
    expect(third).toThrow(ShapeMismatchError);
    expect(third).toThrow(
      'The model needs at least 3 outputs, but its outputs are: last_hidden_state, sentence_embedding. Is this',
    );
  });

  it.each([[[2, 2, 3]], [[2, 3]], [[4]], [[1, 1, 1, 2]]])('refuses an output of the shape %j', (dims) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const outputs = [{ name: 'logits', dims, data: new Float32Array(size) }];
    const run = (): unknown =>
      createReduction(options)({ outputs, inputIds: new Int32Array(1), lengths: Uint32Array.of(1), sequenceLength: 1 });
    expect(run).toThrow(ShapeMismatchError);
  });

  it('applies the layers after the pooling, then normalizes', () => {
    const layers: HeadLayer[] = [
      { kind: 'dense', inputs: 2, outputs: 2, weight: Float32Array.of(0, 3, 4, 0), activation: 'identity' },
    ];
    const reduce = createReduction({ ...options, normalize: true, layers });
    const outputs = [{ name: 'last_hidden_state', dims: [1, 2, 2], data: Float32Array.of(0, 0, 2, 2) }];
    expect(reduce({ outputs, inputIds: new Int32Array(2), lengths: Uint32Array.of(2), sequenceLength: 2 })).toEqual([
      Float32Array.of(0.6, 0.8),
    ]);
    const pooled = [{ name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(1, 1) }];
    // It is unknown whether the graph has applied the layers.
    expect(() =>
      reduce({ outputs: pooled, inputIds: new Int32Array(2), lengths: Uint32Array.of(2), sequenceLength: 2 }),
    ).toThrow(ShapeMismatchError);
  });

  it.each([
    ['mean', 1, [4, 4]],
    ['cls', 1, [3, 3]],
    ['lastToken', 1, [5, 5]],
    ['mean', 9, [0, 0]],
    ['cls', 9, [5, 5]],
  ] as const)('pooling %s leaves out %d tokens of a prompt', (pooling, skippedTokens, expected) => {
    const data = Float32Array.of(1, 1, 3, 3, 5, 5, /* padding */ 99, 99);
    const outputs = [{ name: 'last_hidden_state', dims: [1, 4, 2], data }];
    const reduce = createReduction({ ...options, pooling, skippedTokens });
    const [row] = reduce({ outputs, inputIds: new Int32Array(3), lengths: Uint32Array.of(3), sequenceLength: 4 });
    expect([...row!]).toEqual(expected);
  });
});
