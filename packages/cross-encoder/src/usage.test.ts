import type { ModelUsage } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { afterAll, beforeAll, expect, it } from 'vitest';

const query = 'how is honey made';
const documents = ['Bees make it.', 'Bees make it.', '', 'word '.repeat(600)];
const pairs = documents.map((document) => [query, document] as const);

let reranker: TextCrossEncoder;
beforeAll(async () => {
  const options = { searchFrom: [import.meta.url], truncationPolicy: 'truncate' } as const;
  reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', options);
});
afterAll(() => reranker.dispose());

it('onUsage receives the tokens of tokenCount once per call, with repeated and truncated pairs', async () => {
  const usages: ModelUsage[] = [];
  const onUsage = (usage: ModelUsage): void => void usages.push(usage);
  const tokens = await reranker.tokenCount(pairs);
  await Promise.all([
    reranker.score(query, documents, { onUsage }),
    reranker.rerank(query, documents, { onUsage, topK: 1 }),
    reranker.scorePairs(pairs, { onUsage }),
  ]);
  expect(usages).toEqual([{ tokens }, { tokens }, { tokens }]);
});

it('onUsage counts every passage of documents that are scored in passages', async () => {
  const usages: ModelUsage[] = [];
  await reranker.rerank(query, documents, { longDocuments: 'chunk', onUsage: (usage) => usages.push(usage) });
  expect(usages).toHaveLength(1);
  expect(usages[0]!.tokens).toBeGreaterThan(await reranker.tokenCount(pairs));
});

it('onUsage is not called when there is nothing to score', async () => {
  const usages: ModelUsage[] = [];
  await reranker.rerank(query, [], { onUsage: (usage) => usages.push(usage) });
  expect(usages).toEqual([]);
});
