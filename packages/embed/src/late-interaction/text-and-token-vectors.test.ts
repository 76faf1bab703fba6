import { ShapeMismatchError } from '@x/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createReduction as createPooling } from '../pooling/reduction.ts';
import { createReduction } from './text-and-token-vectors.ts';
import { createReduction as createTokenVectors } from './token-vectors.ts';

const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e4, max: 1e4 });
/** The outputs of a graph for some texts, padded to the longest text. */
const anyBatch = fc
  .record({
    dimension: fc.integer({ min: 1, max: 6 }),
    lengths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
    normalize: fc.boolean(),
  })
  .chain(({ dimension, lengths, normalize }) => {
    const sequenceLength = Math.max(...lengths);
    const size = lengths.length * sequenceLength * dimension;
    return fc.array(float, { minLength: size, maxLength: size }).map((values) => ({
      options: { pooling: 'mean', normalize, dimension, output: 'states' } as const,
      input: {
        outputs: [
          { name: 'states', dims: [lengths.length, sequenceLength, dimension], data: Float32Array.from(values) },
        ],
        inputIds: new Int32Array(lengths.reduce((sum, length) => sum + length)),
        lengths: Uint32Array.from(lengths),
        sequenceLength,
      },
    }));
  });

it('returns exactly the pooled vector followed by exactly the token vectors', () => {
  fc.assert(
    fc.property(anyBatch, ({ options, input }) => {
      const before = input.outputs[0]!.data.slice();
      const results = createReduction(options)(input);
      const vectors = createPooling(options)(input);
      const rows = createTokenVectors(options)(input);
      expect(results.map((values) => [...values])).toEqual(vectors.map((vector, text) => [...vector, ...rows[text]!]));
      // This memory belongs to the runtime and must not be modified.
      expect(input.outputs[0]!.data).toEqual(before);
    }),
  );
});

it('refuses a graph without token vectors', () => {
  const outputs = [{ name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(3, 4) }];
  const reduce = createReduction({ pooling: 'mean', normalize: true, dimension: 2 });
  expect(() => reduce({ outputs, inputIds: new Int32Array(7), lengths: Uint32Array.of(7), sequenceLength: 7 })).toThrow(
    ShapeMismatchError,
  );
});
