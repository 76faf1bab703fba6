// A timer cannot wait longer than 2147483647 ms: with more, it ends after 1 ms.
import { InvalidArgumentError, type Reranker } from '@x/core';
import { expect, test } from 'vitest';

import { lengthEmbedder } from './__tests__/fake-embedder.ts';
import { FakeStore } from './__tests__/fake-store.ts';
import { createSearchPipeline } from './search-pipeline.ts';

const parts = { store: new FakeStore<{ readonly text: string }>(), embedder: lengthEmbedder() };
const reranker: Reranker = { modelName: 'none', rerank: async () => [] };

test.each([0, -1, 0.5, Number.NaN, 2 ** 31])('a time limit of %s ms is refused', async (timeoutMs) => {
  expect(() => createSearchPipeline({ ...parts, reranker, rerankTimeoutMs: timeoutMs })).toThrow(
    /^rerankTimeoutMs must be/,
  );
  expect(() =>
    createSearchPipeline({ store: parts.store, stages: [{ retrieve: 'a', embedder: parts.embedder, timeoutMs }] }),
  ).toThrow(/^stages\[0\]\.timeoutMs must be/);
  await expect(createSearchPipeline(parts).search('a', { timeoutMs })).rejects.toThrow(InvalidArgumentError);
});
