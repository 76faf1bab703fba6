import { InvalidArgumentError } from '@x/core';
import { expect, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeTokenEmbedder } from '../__tests__/fake-token-embedder.ts';
import type { Stage } from '../stages/stage.ts';
import { vectorsOf } from './indexer.ts';

const advice = 'Give each stage its own vector with the field using.';
const tokens = new FakeTokenEmbedder();

test.each<[string, readonly Stage<object>[], string]>([
  [
    'no stage has an embedder',
    [{ retrieve: 'web', with: async () => [] }],
    'stages must contain a retrieve stage with an embedder.',
  ],
  [
    'two embedders share the unnamed vector',
    ['a', 'b'].map((retrieve) => ({ retrieve, embedder: lengthEmbedder() })),
    `Two stages search the unnamed vector with different embedders. ${advice}`,
  ],
  [
    'two embedders share a named vector',
    ['a', 'b'].map((retrieve) => ({ retrieve, embedder: lengthEmbedder(), using: 'dense' })),
    `Two stages search the vector "dense" with different embedders. ${advice}`,
  ],
  [
    'one embedder shares a vector between texts and tokens',
    [
      { retrieve: 'a', embedder: tokens, using: 'dense' },
      { maxSim: 'b', embedder: tokens, using: 'dense' },
    ],
    `One stage searches the vector "dense" by texts, another by tokens. ${advice}`,
  ],
])('vectorsOf rejects stages when %s', (_, stages, message) => {
  expect(() => vectorsOf(stages)).toThrow(InvalidArgumentError);
  expect(() => vectorsOf(stages)).toThrow(message);
});
