import type { ModelUsage } from '@x/core';
// By its own name: the session's worker can only be started from built files.
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

let embedding: TextEmbedding;
beforeAll(async () => {
  const options = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', maxLength: 8 } as const;
  embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', options);
});
afterAll(() => embedding.dispose());

/** What calls report, in their order. */
function listener(): { usages: ModelUsage[]; onUsage: (usage: ModelUsage) => void } {
  const usages: ModelUsage[] = [];
  return { usages, onUsage: (usage) => usages.push(usage) };
}

it('reports once the tokens that tokenCount counts, repeated texts each time and cut ones as far as they are read', async () => {
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

it('reports to each of several calls, whose texts run together, what its own texts have', async () => {
  const calls = [['one'], ['one', 'two words'], ['three more words']].map((texts) => ({ texts, ...listener() }));
  await Promise.all(calls.map(({ texts, onUsage }) => embedding.embed(texts, { onUsage })));
  for (const { texts, usages } of calls) expect(usages).toEqual([{ tokens: await embedding.tokenCount(texts) }]);
});

it('reports of queries, passages and streams, too', async () => {
  const { usages, onUsage } = listener();
  await embedding.queryEmbed('one', { onUsage });
  await embedding.passageEmbed(['one', 'two words'], { onUsage });
  for await (const _ of embedding.embedStream(['one'], { onUsage }));
  expect(usages).toEqual([{ tokens: 3 }, { tokens: 7 }, { tokens: 3 }]);
});

it('says nothing of calls that fail or in which no model runs', async () => {
  const { usages, onUsage } = listener();
  await embedding.embed([], { onUsage });
  await expect(embedding.embed(['a'], { onUsage, signal: AbortSignal.abort() })).rejects.toThrow();
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  await bm25.embed(['hello world'], { onUsage });
  expect(usages).toEqual([]);
});

it('rejects a call with what its listener throws', async () => {
  const onUsage = (): never => {
    throw new Error('over budget');
  };
  await expect(embedding.embed(['a'], { onUsage })).rejects.toThrow('over budget');
});
