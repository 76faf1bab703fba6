import { PipelineStageError } from '@x/core';
import { beforeEach, describe, expect, it } from 'vitest';

import { FakeHybridEmbedder } from './__tests__/fake-hybrid-embedder.ts';
import { FakeSearchStore } from './__tests__/fake-search-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from './__tests__/fake-token-embedder.ts';
import { createSearchPipeline, type Stage } from './index.ts';

interface Note {
  readonly text: string;
}

const documents = ['bees make honey', 'ants carry sand', 'the queen is a bee'].map((text, id) => {
  return { id, payload: { text } };
});

let model: FakeHybridEmbedder;
let store: FakeSearchStore<Note>;
beforeEach(() => {
  model = new FakeHybridEmbedder();
  store = new FakeSearchStore<Note>();
});

/** Returns the calls of the model and of its parts. */
const calls = (): string[] => [...model.calls, ...model.dense.calls];

describe('a pipeline with several parts of a hybrid model', () => {
  const both = (): Stage<Note>[] => [
    { retrieve: 'meaning', embedder: model.dense, using: 'dense' },
    { retrieve: 'words', embedder: model.sparse, using: 'words' },
    { fuse: 'fuse' },
  ];

  it('runs the model once per batch, for the searched kinds', async () => {
    await createSearchPipeline<Note>({ store, stages: both() }).index(documents, { batchSize: 2 });
    expect(calls()).toEqual(['passageEmbed 2: dense, sparse', 'passageEmbed 1: dense, sparse']);
  });

  it('runs the model once per query', async () => {
    const pipeline = createSearchPipeline<Note>({ store, stages: both() });
    await pipeline.index(documents);
    model.calls.length = 0;
    const { hits } = await pipeline.search('who makes honey?');
    expect(calls()).toEqual(['queryEmbed: dense, sparse']);
    expect(hits[0]!.payload.text).toBe('bees make honey');
  });

  it('runs the model once over a SearchStore with words and tokens', async () => {
    const pipeline = createSearchPipeline<Note>({ store, embedder: model.dense, words: model.sparse });
    await pipeline.index(documents);
    await pipeline.search('honey');
    const kinds = 'dense, sparse, multiVector';
    expect(calls().map((call) => call.split(': ')[0])).toEqual(['passageEmbed 3', 'queryEmbed']);
    for (const call of calls())
      expect(call.split(': ')[1]!.split(', ').toSorted()).toEqual(kinds.split(', ').toSorted());
  });

  it('requests only the multivector when nothing else is searched', async () => {
    const stages: Stage<Note>[] = [{ retrieve: 'tokens', embedder: model.multiVector, using: 'tokens' }];
    await createSearchPipeline<Note>({ store, stages }).index(documents);
    expect(calls()).toEqual(['passageEmbed 3: multiVector']);
  });

  it('finds the same as separate embedders of the same vectors', async () => {
    const separate = new FakeSearchStore<Note>();
    const [embedder, words] = [new FakeTokenEmbedder(), new FakeWordEmbedder()];
    const ofModel = createSearchPipeline<Note>({ store, embedder: model.dense, words: model.sparse });
    const ofTwo = createSearchPipeline<Note>({ store: separate, embedder, words });
    await Promise.all([ofModel.index(documents), ofTwo.index(documents)]);
    expect([...store.points.values()].map(({ vector }) => vector)).toEqual(
      [...separate.points.values()].map(({ vector }) => vector),
    );
    for (const query of ['honey', 'the bee', 'sand?']) {
      expect((await ofModel.search(query)).hits).toEqual((await ofTwo.search(query)).hits);
    }
  });

  it('emits one embed stage, and names it when the model fails', async () => {
    const starts: string[] = [];
    const pipeline = createSearchPipeline<Note>({
      store,
      stages: both(),
      onEvent: (event) => event.kind === 'start' && event.stage !== undefined && starts.push(event.stage),
    });
    await pipeline.index(documents);
    starts.length = 0;
    await pipeline.search('honey');
    expect(starts.filter((stage) => stage === 'embed')).toHaveLength(1);
    model.queryEmbed = () => Promise.reject(new Error('out of memory'));
    await expect(pipeline.search('honey')).rejects.toThrow(PipelineStageError);
    await expect(pipeline.search('honey')).rejects.toMatchObject({ stage: 'embed' });
  });

  it('runs each of two hybrid models once', async () => {
    const other = new FakeHybridEmbedder();
    const stages: Stage<Note>[] = [
      { retrieve: 'meaning', embedder: model.dense, using: 'dense' },
      { retrieve: 'words', embedder: other.sparse, using: 'words' },
      { fuse: 'fuse' },
    ];
    await createSearchPipeline<Note>({ store, stages }).index(documents);
    expect([...model.calls, ...other.calls]).toEqual(['passageEmbed 3: dense', 'passageEmbed 3: sparse']);
  });

  it.each(['meaning', 'words'])('names the stage %s when it times out while the model runs for both', async (slow) => {
    const stages = both().map((stage) => (stage.retrieve === slow ? { ...stage, timeoutMs: 1 } : stage));
    const pipeline = createSearchPipeline<Note>({ store, stages: stages as Stage<Note>[] });
    await pipeline.index(documents);
    model.queryEmbed = (_, options) =>
      new Promise((_resolve, reject) =>
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason)),
      );
    await expect(pipeline.search('honey')).rejects.toMatchObject({ code: 'PIPELINE_STAGE', stage: slow });
  });

  it("aborts the model's pass when the search is aborted", async () => {
    const pipeline = createSearchPipeline<Note>({ store, stages: both() });
    await pipeline.index(documents);
    const controller = new AbortController();
    const reason = new Error('enough');
    const ends: unknown[] = [];
    model.queryEmbed = (_, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => {
          ends.push(options.signal?.reason);
          reject(options.signal?.reason);
        });
        controller.abort(reason);
      });
    await expect(pipeline.search('honey', { signal: controller.signal })).rejects.toBe(reason);
    expect(ends).toEqual([reason]);
  });
});
