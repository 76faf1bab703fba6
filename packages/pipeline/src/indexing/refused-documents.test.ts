import { InvalidArgumentError, ShapeMismatchError, VectorStoreError } from '@x/core';
import { describe, expect, it, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { RefusingStore } from '../__tests__/refusing-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';
import type { PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

const documentsOf = (texts: readonly string[]): PipelineDocument<Note>[] =>
  texts.map((text, id) => ({ id, payload: { text } }));

function pipelineOver(store: FakeStore<Note>, embedder = lengthEmbedder()): SearchPipeline<Note> {
  return createSearchPipeline<Note>({ store, embedder, chunker: wordChunker });
}

const wrongText = (text: string) =>
  new InvalidArgumentError({ parameter: 'points[0].payload.text', value: text, expected: 'well-formed' });
const storeError = (facts: Partial<ConstructorParameters<typeof VectorStoreError>[0]>) =>
  new VectorStoreError({ message: 'no', operation: 'upsert', ...facts });

describe('documents that the store refuses', () => {
  const mixed = ['a b', 'refused c', 'unreadable', 'd', 'indivisible', 'e refused', 'f'];

  it.each([
    ['an InvalidArgumentError', wrongText],
    ['status 400', () => storeError({ status: 400 })],
    ['status 413', () => storeError({ status: 413 })],
    ['status 422', () => storeError({ status: 422 })],
  ])('are left out and reported in source order, for %s', async (_, refusalOf) => {
    const store = new RefusingStore<Note>(refusalOf);
    const { failures, ...counts } = await pipelineOver(store).index(documentsOf(mixed), { onFailure: 'skip' });
    expect(counts).toMatchObject({ indexed: 3, passages: 4 });
    expect(failures.map(({ id, index, stage }) => [id, index, stage])).toEqual([
      [1, 1, 'store'],
      [2, 2, 'embed'],
      [4, 4, 'chunk'],
      [5, 5, 'store'],
    ]);
    expect(failures[0]!.error).toMatchObject({ name: 'PipelineStageError', cause: refusalOf('refused c') });
    const fresh = new FakeStore<Note>();
    await pipelineOver(fresh).index(documentsOf(mixed).filter(({ id }) => [0, 3, 6].includes(Number(id))));
    expect(new Map(store.points)).toEqual(new Map(fresh.points));
  });

  it('cost no further call of the model', async () => {
    const embedder = lengthEmbedder();
    const store = new RefusingStore<Note>(wrongText);
    await pipelineOver(store, embedder).index(documentsOf(['a b', 'refused', 'c']), { onFailure: 'skip' });
    expect(embedder.texts).toEqual(['a', 'b', 'refused', 'c']);
  });

  it('end the run by default', async () => {
    const store = new RefusingStore<Note>(wrongText);
    const run = pipelineOver(store).index(documentsOf(['a', 'refused']));
    await expect(run).rejects.toMatchObject({ stage: 'store', cause: { name: 'InvalidArgumentError' } });
    expect(store.calls).toBe(1);
  });

  it.each([undefined, 2])(
    'keep their stored version when vanished documents are removed, with the run id %s',
    async (runId) => {
      const store = new RefusingStore<Note>(wrongText);
      await pipelineOver(store).index(documentsOf(['a', 'b c', 'd']), runId === undefined ? {} : { runId: 1 });
      const run = { onFailure: 'skip', removeVanished: true, ...(runId !== undefined && { runId }) } as const;
      const report = await pipelineOver(store).index(documentsOf(['a', 'refused e']), run);
      expect(report).toMatchObject({ unchanged: 1, removed: 1, failures: [{ id: 1, stage: 'store' }] });
      expect(Array.from(store.points.values(), ({ payload }) => payload.text)).toEqual(['a', 'b c', 'b c']);
      expect(await pipelineOver(store).index(documentsOf(['a', 'b c']), run)).toMatchObject({ unchanged: 2 });
    },
  );
});

test.each([undefined, 2])(
  'a document refused in a later call is written again by the next run, with the run id %s',
  async (runId) => {
    const documents = documentsOf(['a b c d', 'e']);
    const run = { batchSize: 2, onFailure: 'skip', ...(runId !== undefined && { runId }) } as const;
    const store = new FakeStore<Note>();
    await pipelineOver(store).index(documentsOf(['f g h i j', 'e']), {
      ...run,
      ...(runId !== undefined && { runId: 1 }),
    });
    let upserts = 0;
    store.beforeWrite = (name) => {
      if (name === 'upsert' && upserts++ === 1) throw storeError({ status: 413 });
    };
    const { failures } = await pipelineOver(store).index(documents, run);
    expect(failures).toMatchObject([{ id: 0, stage: 'store' }]);
    expect(await pipelineOver(store).index(documents, run)).toMatchObject({ indexed: 1, unchanged: 1, failures: [] });
    expect(Array.from(store.points.values(), ({ payload }) => payload.text).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'a b c d'),
      'e',
    ]);
  },
);

describe('a store that refuses every document', () => {
  const all = documentsOf(Array.from({ length: 20 }, (_, index) => `refused${index}`));

  it.each([1, 5, 64])('in the same words ends the run with its error, for batches of %d', async (batchSize) => {
    const store = new RefusingStore<Note>(() => storeError({ status: 400, message: 'expected dim: 4, got 1' }));
    const run = pipelineOver(store).index(all, { batchSize, onFailure: 'skip' });
    await expect(run).rejects.toMatchObject({ stage: 'store', cause: { message: 'expected dim: 4, got 1' } });
    expect(store.calls).toBeLessThanOrEqual(10);
  });

  it('in other words each time is reported for each document', async () => {
    const store = new RefusingStore<Note>(wrongText);
    const { failures } = await pipelineOver(store).index(all, { onFailure: 'skip' });
    expect(failures.map(({ index }) => index)).toEqual(all.map((_, index) => index));
  });

  it('in the same words is reported for each document once it has stored or recognized one', async () => {
    const store = new RefusingStore<Note>(() => storeError({ status: 400 }));
    const good = { id: 99, payload: { text: 'good' } };
    for (let run = 0; run < 2; run++) {
      expect(await pipelineOver(store).index([good, ...all], { onFailure: 'skip' })).toMatchObject({
        indexed: 1 - run,
        unchanged: run,
        failures: { length: 20 },
      });
    }
  });
});

test.each([
  ['asks to wait', storeError({ status: 429 })],
  ['asks to wait for a time', storeError({ status: 400, retryAfterMs: 1000 })],
  ['is out of memory for now', storeError({ status: 400, isRetryable: true })],
  ['does not know the key', storeError({ status: 401 })],
  ['cannot write its files', storeError({})],
  ['has other vectors', new ShapeMismatchError({ tensor: 'vector', expected: '[4]', actual: '[1]' })],
])('a store that %s ends the run after one call', async (_, error) => {
  const store = new RefusingStore<Note>(() => error);
  const run = pipelineOver(store).index(documentsOf(['refused', 'a', 'b']), { onFailure: 'skip' });
  await expect(run).rejects.toMatchObject({ stage: 'store', cause: error });
  expect(store.calls).toBe(1);
});
