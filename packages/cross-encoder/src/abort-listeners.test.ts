import { getEventListeners } from 'node:events';

// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { expect, test } from 'vitest';

const query = 'how do bees make honey';
const documents = Array.from({ length: 200 }, (_, index) => `Document ${index} is about bees.`);

test.each(['worker', 'process', 'inline'] as const)(
  'calls remove their abort listeners in %s isolation, aborted or not',
  async (isolation) => {
    await using reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', {
      searchFrom: [import.meta.url],
      isolation,
      threads: 1,
    });
    const controller = new AbortController();
    const { signal } = controller;
    const calls = [
      reranker.rerank(query, documents, { signal }),
      reranker.rerank(query, documents, { signal, longDocuments: 'chunk' }),
      reranker.score(query, documents, { signal }),
      reranker.scorePairs([[query, documents[0]!]], { signal }),
    ];
    const reason = new Error('enough');
    controller.abort(reason);
    for (const outcome of await Promise.allSettled(calls)) expect(outcome).toEqual({ status: 'rejected', reason });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);

    const { signal: unused } = new AbortController();
    expect(await reranker.rerank(query, documents.slice(0, 3), { signal: unused })).toHaveLength(3);
    expect(getEventListeners(unused, 'abort')).toHaveLength(0);
  },
);

test('a reranker in its own process returns the same scores as in a thread', async () => {
  const load = (isolation: 'worker' | 'process'): Promise<TextCrossEncoder> =>
    TextCrossEncoder.load('x/bge-small-reranker-en', { searchFrom: [import.meta.url], isolation, threads: 1 });
  await using thread = await load('worker');
  await using apart = await load('process');
  const some = documents.slice(0, 5);
  expect(await apart.score(query, some)).toEqual(await thread.score(query, some));
});

test('load rejects with the reason of a signal that aborts while the model is opened', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const loading = TextCrossEncoder.load('x/bge-small-reranker-en', {
    searchFrom: [import.meta.url],
    signal: controller.signal,
    onProgress: ({ phase }) => phase === 'load' && controller.abort(reason),
  });
  await expect(loading).rejects.toBe(reason);
});
