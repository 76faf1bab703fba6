import { describe, expect, it, test } from 'vitest';

import { changed } from '../__tests__/changed.ts';
import { failuresOf } from '../__tests__/failures-of.ts';
import { HybridWords } from '../__tests__/hybrid-words.ts';
import type { HybridEmbedder } from '../index.ts';
import { hybridEmbedderConformance } from './index.ts';

describe('a hybrid embedder', () => {
  for (const { name, run } of hybridEmbedderConformance({ withEmbedder: (use) => use(new HybridWords()) })) {
    it(name, run);
  }
});

const broken: [string, (right: HybridWords) => void, RegExp][] = [
  [
    'has a part of another embedder',
    (right) => Object.assign(right.sparse, { hybrid: new HybridWords() }),
    /^each part refers to its hybrid embedder/,
  ],
  [
    'has a part that returns different vectors for a query',
    (right) => Object.assign(right.dense, { queryEmbed: async () => new Float32Array(4).fill(9) }),
    /^each part returns the same vectors/,
  ],
  [
    'has a part that returns different vectors for documents',
    (right) => Object.assign(right.multiVector, { passageEmbed: async (texts: string[]) => texts.map(() => []) }),
    /^each part returns the same vectors/,
  ],
  [
    'has a dense part with different token vectors',
    (right) => {
      const passageEmbedWithTokens = async (texts: string[]) => texts.map(() => ({ tokenVectors: [] }));
      Object.assign(right.dense, { passageEmbedWithTokens });
    },
    /^the token vectors of the dense part/,
  ],
  [
    'returns multivectors without rows',
    (right) => {
      const rowless = async (texts: string[]) =>
        (await new HybridWords().passageEmbed(texts)).map((embedding) => ({ ...embedding, multiVector: [] }));
      Object.assign(right, { passageEmbed: rowless });
    },
    /^passageEmbed returns one vector of finite numbers/,
  ],
];

test.each(broken)('a hybrid embedder that %s fails the matching case', async (_, breakIt, failing) => {
  const embedder = new HybridWords();
  breakIt(embedder);
  const failures = await failuresOf(hybridEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('a hybrid embedder that ignores the requested kinds fails the matching case', async () => {
  const embedder = changed<HybridEmbedder>(new HybridWords(), (right) => ({
    passageEmbed: (documents) => right.passageEmbed(documents),
  }));
  const failures = await failuresOf(hybridEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(/^an embedding has only the requested kinds/));
});
