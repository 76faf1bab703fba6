import { describe, expect, it, test } from 'vitest';

import { changed } from '../__tests__/changed.ts';
import { failuresOf } from '../__tests__/failures-of.ts';
import { HybridWords } from '../__tests__/hybrid-words.ts';
import type { HybridEmbedder } from '../index.ts';
import { hybridEmbedderConformance } from './index.ts';

describe('a model that gives vectors of all three kinds', () => {
  for (const { name, run } of hybridEmbedderConformance({ withEmbedder: (use) => use(new HybridWords()) })) {
    it(name, run);
  }
});

const broken: [string, (right: HybridWords) => void, RegExp][] = [
  [
    'has a part of another model',
    (right) => Object.assign(right.sparse, { hybrid: new HybridWords() }),
    /^each part names the model/,
  ],
  [
    'has a part that gives other vectors of a query',
    (right) => Object.assign(right.dense, { queryEmbed: async () => new Float32Array(4).fill(9) }),
    /^each part gives the vectors/,
  ],
  [
    'has a part that gives other vectors of documents',
    (right) => Object.assign(right.multiVector, { passageEmbed: async (texts: string[]) => texts.map(() => []) }),
    /^each part gives the vectors/,
  ],
  [
    'has a dense part with other token vectors',
    (right) => {
      const passageEmbedWithTokens = async (texts: string[]) => texts.map(() => ({ tokenVectors: [] }));
      Object.assign(right.dense, { passageEmbedWithTokens });
    },
    /^the token vectors of the dense part/,
  ],
  [
    'gives documents without rows',
    (right) => {
      const rowless = async (texts: string[]) =>
        (await new HybridWords().passageEmbed(texts)).map((embedding) => ({ ...embedding, multiVector: [] }));
      Object.assign(right, { passageEmbed: rowless });
    },
    /^passageEmbed gives one vector of finite numbers/,
  ],
];

test.each(broken)('a model that %s fails the case that says so', async (_, breakIt, failing) => {
  const embedder = new HybridWords();
  breakIt(embedder);
  const failures = await failuresOf(hybridEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(failing));
});

test('a model that gives kinds that were not asked for fails the case that says so', async () => {
  const embedder = changed<HybridEmbedder>(new HybridWords(), (right) => ({
    passageEmbed: (documents) => right.passageEmbed(documents),
  }));
  const failures = await failuresOf(hybridEmbedderConformance({ withEmbedder: (use) => use(embedder) }));
  expect(failures).toContainEqual(expect.stringMatching(/^an embedding has the kinds that were asked for/));
});
