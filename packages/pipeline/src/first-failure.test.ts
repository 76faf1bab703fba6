import { getEventListeners } from 'node:events';

import { type Embedder, untilAborted } from '@x/core';
import { deferred } from '@x/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';

import { lengthEmbedder } from './__tests__/fake-embedder.ts';
import { FakeSearchStore } from './__tests__/fake-search-store.ts';
import { FakeStore } from './__tests__/fake-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from './__tests__/fake-token-embedder.ts';
import type { PipelineEvent } from './events.ts';
import { createSearchPipeline } from './search-pipeline.ts';

interface Note {
  readonly text: string;
}

const documents = [{ id: 1, payload: { text: 'bees' } }];
const failure = new Error('broken');

/** Signals that the pipeline gave to work that does not end by itself. */
let given: AbortSignal[];
beforeEach(() => (given = []));

const endless = (signal: AbortSignal | undefined): Promise<never> => {
  if (signal !== undefined) given.push(signal);
  return untilAborted(new Promise<never>(() => {}), signal);
};

const slow: Embedder = {
  modelName: 'slow',
  dimension: 1,
  passageEmbed: (_, options) => endless(options?.signal),
  queryEmbed: (_, options) => endless(options?.signal),
};

const broken: Embedder = {
  modelName: 'broken',
  dimension: 1,
  passageEmbed: () => Promise.reject(failure),
  queryEmbed: () => Promise.reject(failure),
};

const lists = (...embedders: Embedder[]) => [
  ...embedders.map((embedder) => ({ retrieve: embedder.modelName, embedder, using: embedder.modelName })),
  { fuse: 'fuse' } as const,
];

/** The pipeline of words and tokens, after it has indexed. */
async function pipelineOfTokens(store: FakeSearchStore<Note>, embedder: FakeTokenEmbedder) {
  const pipeline = createSearchPipeline<Note>({ embedder, words: new FakeWordEmbedder(), store });
  await pipeline.index(documents);
  return pipeline;
}

describe('the first failure', () => {
  it.each([
    ['search', (pipeline: ReturnType<typeof createSearchPipeline<Note>>) => pipeline.search('bees')],
    ['index', (pipeline: ReturnType<typeof createSearchPipeline<Note>>) => pipeline.index(documents)],
  ])('of a %s ends the other models, and is its error', async (_, run) => {
    const pipeline = createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages: lists(slow, broken) });
    await expect(run(pipeline as never)).rejects.toMatchObject({ stage: 'embed', cause: failure });
    expect(given.map(({ reason }) => (reason as Error).cause)).toEqual([failure]);
  });

  it('leaves a function of the caller alone, which an abort of the search ends', async () => {
    const web = { retrieve: 'web', with: (_: string, { signal }: { signal?: AbortSignal }) => endless(signal) };
    const store = new FakeStore<Note>();
    const controller = new AbortController();
    const { signal } = controller;
    const failing = createSearchPipeline<Note>({ store, stages: [web, ...lists(broken)] });
    await expect(failing.search('bees', { signal })).rejects.toMatchObject({ cause: failure });
    expect(given).toEqual([signal]);
    const pipeline = createSearchPipeline<Note>({ store, stages: [web, ...lists(slow)] });
    const search = pipeline.search('bees', { signal });
    controller.abort('enough');
    await expect(search).rejects.toBe('enough');
    expect(given.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('of the weights of tokens ends the model', async () => {
    const store = new FakeSearchStore<Note>();
    const embedder = new FakeTokenEmbedder();
    const pipeline = await pipelineOfTokens(store, embedder);
    store.inverseDocumentFrequencies = () => Promise.reject(failure);
    embedder.queryEmbedWithTokens = (_, options) => endless(options?.signal);
    await expect(pipeline.search('bees')).rejects.toMatchObject({ cause: failure });
    expect(given.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('of the matches ends the reading of token vectors', async () => {
    const store = new FakeSearchStore<Note>();
    const embedder = new FakeTokenEmbedder();
    const pipeline = await pipelineOfTokens(store, embedder);
    store.readTokenVectors = (_, options) => endless(options.signal);
    embedder.passageTokenSpans = () => Promise.reject(failure);
    await expect(pipeline.search('bees', { matches: true })).rejects.toMatchObject({
      stage: 'matches',
      cause: failure,
    });
    expect(given.map(({ reason }) => reason as unknown)).toEqual([failure]);
  });

  it('keeps a model that ignores its signal from calling the store', async () => {
    const { promise, resolve } = deferred<Float32Array>();
    const deaf: Embedder = { ...slow, modelName: 'deaf', queryEmbed: () => promise };
    const events: PipelineEvent[] = [];
    const ended = deferred();
    const onEvent = (event: PipelineEvent): void => {
      events.push(event);
      if (event.kind === 'end' && event.stage === 'embed') ended.resolve();
    };
    const pipeline = createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages: lists(deaf, broken), onEvent });
    await expect(pipeline.search('bees')).rejects.toThrow('broken');
    resolve(Float32Array.of(1));
    await ended.promise;
    await new Promise(setImmediate);
    expect(events.some(({ stage }) => stage === 'deaf')).toBe(false);
  });

  it('does not end a search whose lists are all found', async () => {
    const pipeline = createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages: lists(lengthEmbedder()) });
    await pipeline.index(documents);
    expect((await pipeline.search('bees')).hits).toHaveLength(1);
  });
});
