// Tests that results do not depend on whether a store's scores are similarities or distances, nor on its order of ties.
import type { PointId, StoreHit, StoreQueryOptions, StoreVector } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lengthEmbedder, letterEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import { distributionBasedScoreFusion, reciprocalRankFusion, weightedScoreFusion } from '../stages/fusion.ts';
import type { Stage } from '../stages/stage.ts';

interface Note {
  readonly text: string;
}

/** Returns distances instead of similarities, for all vectors or the named ones. */
class DistanceStore extends FakeStore<Note> {
  readonly lowerIsCloser: boolean | readonly string[];

  constructor(lowerIsCloser: boolean | readonly string[]) {
    super();
    this.lowerIsCloser = lowerIsCloser;
  }

  override async query(vector: StoreVector, options: StoreQueryOptions): Promise<StoreHit<Note>[]> {
    const hits = await super.query(vector, options);
    const isNamed = typeof this.lowerIsCloser !== 'boolean';
    if (isNamed && !this.lowerIsCloser.includes(options.using!)) return hits;
    return hits.map((hit) => ({ ...hit, score: 0 - hit.score }));
  }
}

/** Returns ties in an arbitrary order. */
class RestlessStore extends FakeStore<Note> {
  readonly #placeOf: (id: PointId) => number;

  constructor(placeOf: (id: PointId) => number) {
    super();
    this.#placeOf = placeOf;
  }

  override async query(vector: StoreVector, options: StoreQueryOptions): Promise<StoreHit<Note>[]> {
    const hits = await super.query(vector, { ...options, limit: 1000 });
    return hits
      .toSorted((a, b) => b.score - a.score || this.#placeOf(a.id) - this.#placeOf(b.id))
      .slice(0, options.limit);
  }
}

const length = { retrieve: 'length', embedder: lengthEmbedder(), using: 'length' };
const letter = { retrieve: 'letter', embedder: letterEmbedder(), using: 'letter' };
const texts = ['apple', 'ant', 'banana', 'bee', 'cherry', 'cat', 'dragonfly'];
const documents = texts.map((text, id) => ({ id, payload: { text } }));
const judge = (weight: number): Stage<Note> => ({
  rerank: 'judge',
  with: async (_, list) => list.map(({ text }) => text.codePointAt(1)!),
  weight,
});

async function namesOf(store: FakeStore<Note>, stages: readonly Stage<Note>[]): Promise<string[]> {
  const pipeline = createSearchPipeline<Note>({ store, stages });
  await pipeline.index(documents);
  return (await pipeline.search('bat')).hits.map(({ payload }) => payload.text);
}

describe('a store whose scores are distances', () => {
  const searches: [string, readonly Stage<Note>[]][] = [
    ['a single retriever', [length]],
    ['a weighted reranker', [letter, judge(0.3)]],
    ['the distribution of scores', [length, letter, { fuse: 'f', with: distributionBasedScoreFusion() }]],
    ['weighted scores', [length, letter, { fuse: 'f', with: weightedScoreFusion({ weights: [1, 3] }) }]],
    ['ranks, then a weight', [length, letter, { fuse: 'f' }, judge(0.5)]],
    ['a function that reads the previous score', [letter, { rerank: 'same', with: async (_, list) => list.map(({ score }) => score) }]], // prettier-ignore
  ];

  it.each(searches)('returns the same order as with similarities, by %s', async (_, stages) => {
    const expected = await namesOf(new FakeStore(), stages);
    for (const lowerIsCloser of [true, ['length', 'letter'], ['letter'], ['length']]) {
      expect(await namesOf(new DistanceStore(lowerIsCloser), stages)).toEqual(expected);
    }
  });

  it('has its scores reported unchanged', async () => {
    const pipeline = createSearchPipeline<Note>({ store: new DistanceStore(true), embedder: lengthEmbedder() });
    await pipeline.index(documents);
    const { hits } = await pipeline.search('four', { topK: 2 });
    expect(hits.map(({ score, stages }) => [score, stages.retrieve.score])).toEqual([[1, 1], [1, 1]]); // prettier-ignore
  });
});

describe('equal scores', () => {
  const orders = fc.array(fc.nat(9), { minLength: 7, maxLength: 7 });
  const searches: [string, readonly Stage<Note>[]][] = [
    ['a retriever', [length]],
    ['a cut', [length, { cut: 3 }]],
    ['a fusion of ranks', [length, letter, { fuse: 'f', with: reciprocalRankFusion() }]],
    ['a fusion of scores', [length, letter, { fuse: 'f', with: weightedScoreFusion({ weights: [1, 1] }) }]],
    ['a reranker', [letter, { rerank: 'same', with: async (_, list) => list.map(() => 1) }]],
  ];

  it.each(searches)('are in the same order after %s, whatever the order of the store', async (_, stages) => {
    const expected = await namesOf(new FakeStore(), stages);
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await namesOf(new RestlessStore((id) => order[Number(id)]!), stages)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('are ordered by id: integers, then UUIDs', async () => {
    const ids = [10, 2n ** 60n, 9, 'ffffffff-0000-4000-8000-000000000000', '0FFFFFFF-0000-4000-8000-000000000000'];
    const pipeline = createSearchPipeline<Note>({ store: new FakeStore(), embedder: lengthEmbedder() });
    await pipeline.index(ids.map((id) => ({ id, payload: { text: 'same' } })));
    expect((await pipeline.search('same')).hits.map(({ id }) => id)).toEqual([9, 10, ids[1], ids[4], ids[3]]);
  });

  it('of two lists with different documents are ordered by id', async () => {
    const find = (name: string, id: number): Stage<Note> => ({
      retrieve: name,
      with: async () => [{ id, payload: { text: name }, score: 1 }],
    });
    const stages = [find('one', 8), find('other', 3), { fuse: 'f' }];
    const { hits } = await createSearchPipeline<Note>({ store: new FakeStore(), stages }).search('any');
    expect(hits.map(({ id }) => id)).toEqual([3, 8]);
  });

  it('of a reranker keep the previous order', async () => {
    const stages = [length, { rerank: 'same', with: async (_: string, list: readonly unknown[]) => list.map(() => 1) }];
    const expected = await namesOf(new FakeStore(), [length]);
    expect(await namesOf(new FakeStore(), stages)).toEqual(expected);
  });

  it('of passages are in the order of the text', async () => {
    const pipeline = createSearchPipeline<Note>({
      store: new FakeStore(),
      embedder: lengthEmbedder(),
      chunker: wordChunker,
    });
    await pipeline.index([
      { id: 2, payload: { text: 'aa bb' } },
      { id: 1, payload: { text: 'cc dd ee ff' } },
    ]);
    const { hits, candidates } = await pipeline.search('zz');
    expect(candidates.map(({ id }) => id)).toEqual([1, 1, 1, 1, 2, 2]);
    expect(hits).toMatchObject([
      { id: 1, passage: { start: 0 } },
      { id: 2, passage: { start: 0 } },
    ]);
  });
});
