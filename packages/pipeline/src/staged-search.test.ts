import { getEventListeners } from 'node:events';

import { InvalidArgumentError, PipelineStageError, type Reranker, untilAborted } from '@x/core';
import { beforeEach, describe, expect, expectTypeOf, it, test } from 'vitest';

import { lengthEmbedder, letterEmbedder } from './__tests__/fake-embedder.ts';
import { FakeStore } from './__tests__/fake-store.ts';
import type { PipelineEvent } from './events.ts';
import { createSearchPipeline } from './search-pipeline.ts';
import { weightedScoreFusion } from './stages/fusion.ts';
import type { Stage } from './stages/stage.ts';

interface Note {
  readonly text: string;
}

const length = { retrieve: 'length', embedder: lengthEmbedder(), using: 'length' };
const letter = { retrieve: 'letter', embedder: letterEmbedder(), using: 'letter' };
const texts = ['apple', 'ant', 'banana', 'bee', 'cherry', 'cat'];
const documents = texts.map((text, id) => ({ id, payload: { text } }));

let store: FakeStore<Note>;
beforeEach(async () => {
  store = new FakeStore<Note>();
  await createSearchPipeline<Note>({ store, stages: [length, letter, { fuse: 'rrf' }] }).index(documents);
});

const pipelineOf = (...stages: Stage<Note>[]) => createSearchPipeline<Note>({ store, stages });
const found = ({ hits }: { hits: readonly { payload: Note }[] }): string[] => hits.map(({ payload }) => payload.text);

describe('stages', () => {
  it('retrieve concurrently, fuse, and report the rank and score of each hit in every stage', async () => {
    const { hits, candidates, timingsMs } = await pipelineOf(length, letter, { fuse: 'rrf' }).search('cow', {
      candidates: 3,
    });
    expect(found({ hits })[0]).toBe('cat');
    expect(hits[0]).toEqual({
      id: 5,
      payload: { text: 'cat' },
      rank: 1,
      score: hits[0]!.score,
      stages: {
        length: { rank: 3, score: 0 },
        letter: { rank: 2, score: 0 },
        rrf: { rank: 1, score: 1 / 63 + 1 / 62 },
      },
    });
    expect(found({ hits: candidates })).toEqual(found({ hits }));
    expect(Object.keys(timingsMs).toSorted()).toEqual(['embed', 'length', 'letter', 'rrf', 'total']);
    expectTypeOf(hits[0]!.payload).toEqualTypeOf<Note>();
  });

  it('can each be a function', async () => {
    const signals: unknown[] = [];
    const pipeline = pipelineOf(
      {
        retrieve: 'web',
        with: async (query, { limit, filter, signal }) => {
          signals.push(signal);
          return [{ id: 9, payload: { text: `${query} ${limit} ${String(filter)}` }, score: 1 }];
        },
      },
      letter,
      { fuse: 'sum', with: weightedScoreFusion({ weights: [1, 5] }) },
      { rerank: 'longest', with: async (_, list) => list.map(({ text }) => text.length) },
      { cut: 2 },
    );
    const { signal } = new AbortController();
    const { hits, candidates } = await pipeline.search('bird', { filter: [2, 3], candidates: 4, signal, topK: 4 });
    expect(found({ hits })).toEqual(['bird 4 2,3', 'banana']);
    expect(found({ hits: candidates })).toEqual(['banana', 'bee', 'bird 4 2,3']);
    expect(signals).toEqual([signal]);
  });

  it('rerank in a cascade, each the result of the previous one', async () => {
    const seen: number[] = [];
    const counting = (name: string, scoreOf: (text: string) => number): Stage<Note> => ({
      rerank: name,
      with: async (_, list) => {
        seen.push(list.length);
        return list.map(({ text }) => scoreOf(text));
      },
    });
    const pipeline = pipelineOf(letter, counting('long', (text) => text.length), { cut: 3 }, counting('short', (text) => -text.length)); // prettier-ignore
    const { hits } = await pipeline.search('b');
    expect(seen).toEqual([6, 3]);
    expect(found({ hits })).toEqual(['apple', 'banana', 'cherry']);
    expect(Object.keys(hits[0]!.stages)).toEqual(['letter', 'long', 'short']);
  });

  it('mix the scores of a reranker with the previous scores by its weight', async () => {
    const judge = (weight: number): Stage<Note> => ({
      rerank: 'judge',
      with: async (_, list) => list.map(({ text }) => (text === 'cherry' ? 100 : 0)),
      weight,
    });
    const search = async (weight: number) =>
      found(await pipelineOf({ ...letter, limit: 4 }, judge(weight)).search('a'));
    expect((await search(1))[0]).not.toBe('cherry');
    expect(await search(0)).toEqual(['apple', 'ant', 'banana', 'bee']);
    const all = pipelineOf(letter, judge(0.9));
    expect(found(await all.search('a'))[0]).toBe('cherry');
  });

  it('mix scores that are standardized over the scored documents', async () => {
    const scores = [9, 3, 0];
    const list: Stage<Note> = {
      retrieve: 'list',
      with: async () => scores.map((score, id) => ({ id, score, payload: { text: texts[id]! } })),
    };
    const judge: Stage<Note> = { rerank: 'judge', with: async () => [1, 2], weight: 0.75, top: 2 };
    const { hits } = await pipelineOf(list, judge).search('a');
    // Before: 1 and -1. After: -1 and 1. The third document is not scored, and follows with its previous score.
    expect(hits.map(({ id, score }) => [id, score])).toEqual([
      [1, 0.5],
      [0, -0.5],
      [2, 0],
    ]);
  });

  it('explain the rank of a hit in a sentence', async () => {
    const rerank: Stage<Note> = { rerank: 'judge', with: async (_, list) => list.map(({ text }) => text.length) };
    const { hits } = await pipelineOf(letter, rerank).search('cat', { explain: true, topK: 2 });
    expect(hits.map(({ explanation }) => explanation)).toEqual([
      '1st by letter (0); 1st after judge (6), no change.',
      '3rd by letter (-1); 2nd after judge (6), up 1.',
    ]);
    const fused = await pipelineOf({ ...letter, limit: 1 }, length, { fuse: 'rrf' }).search('dog', { explain: true });
    expect(fused.hits.at(-1)!.explanation).toBe('not found by letter, 5th by length (-3); 6th after rrf (0.0154).');
  });
});

describe('a reranker that fails', () => {
  const failing: Reranker = { modelName: 'failing', rerank: () => Promise.reject(new Error('out of memory')) };

  it("rejects the search, or keeps the first stage's order and reports it", async () => {
    const stages = [letter, { rerank: 'judge', reranker: failing }];
    const strict = createSearchPipeline<Note>({ store, stages });
    const error = await strict.search('b').catch((reason: unknown) => reason);
    expect(PipelineStageError.isInstance(error) && error.stage).toBe('judge');
    const lenient = createSearchPipeline<Note>({ store, stages, whenRerankFails: 'first-stage' });
    const { hits, degraded } = await lenient.search('b', { topK: 2 });
    expect(found({ hits })).toEqual(['banana', 'bee']);
    expect(degraded).toEqual([
      { stage: 'judge', reason: 'The stage "judge" failed: out of memory', cause: new Error('out of memory') },
    ]);
  });

  it('may also be one that times out', async () => {
    const late: Stage<Note> = { rerank: 'late', with: () => new Promise(() => {}), timeoutMs: 1 };
    const lenient = createSearchPipeline<Note>({ store, stages: [letter, late], whenRerankFails: 'first-stage' });
    const { degraded } = await lenient.search('b');
    expect(degraded).toMatchObject([{ stage: 'late', cause: { name: 'TimeoutError' } }]);
    await expect(pipelineOf(letter, late).search('b')).rejects.toMatchObject({
      stage: 'late',
      cause: { name: 'TimeoutError' },
    });
  });

  it('does not hide an abort of the caller', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborting: Stage<Note> = {
      rerank: 'judge',
      with: async () => {
        controller.abort(reason);
        throw reason;
      },
    };
    const lenient = createSearchPipeline<Note>({ store, stages: [letter, aborting], whenRerankFails: 'first-stage' });
    await expect(lenient.search('b', { signal: controller.signal })).rejects.toBe(reason);
  });
});

test('a retrieve stage, or the whole search, can have a timeout', async () => {
  const silent = { retrieve: 'silent', with: () => new Promise<never>(() => {}) };
  await expect(pipelineOf({ ...silent, timeoutMs: 1 }).search('b')).rejects.toMatchObject({
    stage: 'silent',
    cause: { name: 'TimeoutError' },
  });
  await expect(pipelineOf(silent).search('b', { timeoutMs: 1 })).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a function must return one finite number per document', async () => {
  const wrong = (scores: number[]): Stage<Note> => ({ rerank: 'wrong', with: async () => scores });
  for (const scores of [[1], [1, 2, 3, 4, 5, NaN]]) {
    await expect(pipelineOf(letter, wrong(scores)).search('b')).rejects.toThrow(/6 finite numbers/);
  }
});

test.each<[string, readonly unknown[], string]>([
  ['no stage', [], 'stages must contain at least one retrieve stage.'],
  ['no retrieve stage', [{ fuse: 'rrf' }], 'stages[0] must be preceded by a retrieve stage.'],
  [
    'several lists without a fusion',
    [length, letter],
    'stages must contain a fuse or maxSim stage after several retrieve stages.',
  ],
  [
    'several lists before a cut',
    [length, letter, { cut: 3 }, { fuse: 'rrf' }],
    'stages[2] follows several retrieve stages and must be a fuse or maxSim stage.',
  ],
  [
    'a duplicate name',
    [length, { ...letter, retrieve: 'length' }, { fuse: 'rrf' }],
    'stages[1] name must be a unique name',
  ],
  ['a reserved name', [{ ...length, retrieve: 'total' }], 'stages[0] name must be a unique name'],
  [
    'a stage of unknown kind',
    [length, { sort: 'up' }],
    'stages[1] must be a stage with retrieve, fuse, maxSim, rerank or cut, but has only sort.',
  ],
  ['a stage without fields', [length, {}], 'rerank or cut, but has no field.'],
  [
    'a retrieve stage with neither embedder nor function',
    [{ retrieve: 'nothing' }],
    'stages[0] must have either embedder or with.',
  ],
  [
    'a retrieve stage with an embedder and a function',
    [{ ...length, with: async () => [] }],
    'stages[0] must have either embedder or with.',
  ],
  [
    'a rerank stage with neither reranker nor function',
    [length, { rerank: 'nothing' }],
    'stages[1] must have either reranker or with.',
  ],
  [
    'a top of zero',
    [length, { rerank: 'a', with: async () => [], top: 0 }],
    'stages[1].top must be a whole number >= 1, but is 0.',
  ],
  [
    'a weight above 1',
    [length, { rerank: 'a', with: async () => [], weight: 2 }],
    'stages[1].weight must be a number from 0 to 1, but is 2.',
  ],
  ['a cut of zero', [length, { cut: 0 }], 'stages[1].cut must be a whole number >= 1, but is 0.'],
])('%s is refused when the pipeline is created', (_, stages, message) => {
  const create = () => createSearchPipeline<Note>({ store, stages: stages as Stage<Note>[] });
  expect(create).toThrow(InvalidArgumentError);
  expect(create).toThrow(message);
});

test('searchMany returns results in order, and the first failure ends all searches', async () => {
  const pipeline = pipelineOf(letter);
  const answers = await pipeline.searchMany(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a'], { topK: 1 });
  expect(answers.map(({ query, hits }) => [query, hits[0]!.payload.text[0]])).toEqual(
    ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a'].map((query) => [query, query]),
  );
  await expect(pipeline.searchMany(['a', ' ', 'c'])).rejects.toThrow(/query/);
  expect(await pipeline.searchMany([])).toEqual([]);
});

test('searchMany rejects with the reason of its signal, and leaves no listener on it', async () => {
  const controller = new AbortController();
  const stuck: Stage<Note> = {
    retrieve: 'stuck',
    with: (_, { signal }) => untilAborted(new Promise(() => {}), signal),
  };
  const answers = pipelineOf(stuck).searchMany(['a', 'b'], { signal: controller.signal });
  controller.abort('enough');
  await expect(answers).rejects.toBe('enough');
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);

  const { signal } = new AbortController();
  await pipelineOf(letter).searchMany(['a', 'b'], { signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('events report the call and each stage, and a throwing listener changes nothing', async () => {
  const events: PipelineEvent[] = [];
  const rerank: Stage<Note> = { rerank: 'judge', with: () => Promise.reject(new Error('no')) };
  const pipeline = createSearchPipeline<Note>({
    store,
    stages: [letter, rerank],
    onEvent: (event) => {
      events.push(event);
      throw new Error('a bad listener');
    },
  });
  await expect(pipeline.search('b')).rejects.toThrow(PipelineStageError);
  expect(events.map(({ kind, operation, stage, documents: count }) => [kind, operation, stage, count])).toEqual([
    ['start', 'search', undefined, undefined],
    ['start', 'search', 'embed', undefined],
    ['end', 'search', 'embed', undefined],
    ['start', 'search', 'letter', undefined],
    ['end', 'search', 'letter', 6],
    ['start', 'search', 'judge', undefined],
    ['error', 'search', 'judge', undefined],
    ['error', 'search', undefined, undefined],
  ]);
  expect(new Set(events.map(({ call }) => call)).size).toBe(1);
});
