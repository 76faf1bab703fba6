import type { ModelUsage } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

let embedding: TextEmbedding;
beforeAll(async () => {
  const options = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', maxLength: 8 } as const;
  embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', options);
});
afterAll(() => embedding.dispose());

/** Returns a listener and the usages that it received, in order. */
function listener(): { usages: ModelUsage[]; onUsage: (usage: ModelUsage) => void } {
  const usages: ModelUsage[] = [];
  return { usages, onUsage: (usage) => usages.push(usage) };
}

it('onUsage receives the tokens of tokenCount once per call, with repeated and truncated texts', async () => {
  const text = fc.oneof(
    fc.constantFrom('twin', '', 'word '.repeat(20)),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 90 }), async (texts) => {
      const { usages, onUsage } = listener();
      await embedding.embed(texts, { onUsage });
      expect(usages).toEqual([{ tokens: await embedding.tokenCount(texts) }]);
    }),
    { numRuns: 15 },
  );
});

it('onUsage receives only the tokens of its own call when several calls share batches', async () => {
  const calls = [['one'], ['one', 'two words'], ['three more words']].map((texts) => ({ texts, ...listener() }));
  await Promise.all(calls.map(({ texts, onUsage }) => embedding.embed(texts, { onUsage })));
  for (const { texts, usages } of calls) expect(usages).toEqual([{ tokens: await embedding.tokenCount(texts) }]);
});

it('onUsage is called for queries, passages and streams', async () => {
  const { usages, onUsage } = listener();
  await embedding.queryEmbed('one', { onUsage });
  await embedding.passageEmbed(['one', 'two words'], { onUsage });
  for await (const _ of embedding.embedStream(['one'], { onUsage }));
  expect(usages).toEqual([{ tokens: 3 }, { tokens: 7 }, { tokens: 3 }]);
});

it('onUsage is not called when the call fails or no model runs', async () => {
  const { usages, onUsage } = listener();
  await embedding.embed([], { onUsage });
  await expect(embedding.embed(['a'], { onUsage, signal: AbortSignal.abort() })).rejects.toThrow();
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  await bm25.embed(['hello world'], { onUsage });
  expect(usages).toEqual([]);
});

it('onUsage makes its call reject with the error that it throws', async () => {
  const onUsage = (): never => {
    throw new Error('over budget');
  };
  await expect(embedding.embed(['a'], { onUsage })).rejects.toThrow('over budget');
});
