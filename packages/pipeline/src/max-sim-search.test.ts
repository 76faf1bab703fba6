import { PipelineStageError, type Reranker } from '@x/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest';

import { FakeSearchStore } from './__tests__/fake-search-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from './__tests__/fake-token-embedder.ts';
import { wordChunker } from './__tests__/word-chunker.ts';
import { createSearchPipeline } from './search-pipeline.ts';
import type { StagePlace } from './search/search-result.ts';

interface Note {
  readonly text: string;
}

const documents = ['bees gather nectar', 'the queen is a bee', 'honey of the year', 'who sells wax', 'ant'].map(
  (text, id) => ({ id, payload: { text } }),
);

let store: FakeSearchStore<Note>;
let embedder: FakeTokenEmbedder;
const words = new FakeWordEmbedder();
beforeEach(() => {
  store = new FakeSearchStore<Note>();
  embedder = new FakeTokenEmbedder();
});
const found = ({ hits }: { hits: readonly { payload: Note }[] }): string[] => hits.map(({ payload }) => payload.text);

describe('a pipeline over a store of words and tokens', () => {
  it('embeds a text and its tokens in one pass, when indexing and when searching', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    await pipeline.search('honey');
    await pipeline.search('honey', { explain: true });
    expect(embedder.calls).toEqual(['passageEmbedWithTokens 5', 'queryEmbedWithTokens 1', 'queryEmbedWithTokens 1']);
  });

  it('searches in one query whose prefetches are the dense and the sparse search', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    const { hits, candidates, timingsMs } = await pipeline.search('honey of bees', { filter: [0, 2], topK: 1 });
    expect(store.queries).toHaveLength(1);
    const [{ using, limit, filter, prefetch }] = store.queries as [(typeof store.queries)[0]];
    expect({ using, limit, filter }).toEqual({ using: 'tokens', limit: 100, filter: [0, 2] });
    expect(prefetch!.map((search) => [search.using, search.limit])).toEqual([
      ['dense', 50],
      ['words', 50],
    ]);
    expect(hits).toHaveLength(1);
    expect(candidates).toHaveLength(2);
    expect(Object.keys(hits[0]!.stages)).toEqual(['maxSim']);
    expect(Object.keys(timingsMs).toSorted()).toEqual(['embed', 'maxSim', 'total']);
    expectTypeOf(hits[0]!.stages).toEqualTypeOf<Readonly<Record<string, StagePlace>>>();
  });

  it('returns the rank in each list with explain, without changing the order', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    const plain = await pipeline.search('bees', { candidates: 3, topK: 3 });
    const explained = await pipeline.search('bees', { candidates: 3, topK: 3, explain: true });
    expect(found(explained)).toEqual(found(plain));
    expect(explained.hits.map(({ score }) => score)).toEqual(plain.hits.map(({ score }) => score));
    expect(explained.hits[0]!.explanation).toMatch(
      /^\w+ by dense \(.+\), 1st by words \(.+\); 1st after maxSim \(.+\)\.$/,
    );
    expect(explained.hits[1]!.explanation).toContain('not found by words');
    expect(Object.keys(explained.timingsMs)).toEqual(expect.arrayContaining(['dense', 'words', 'maxSim']));
  });

  it('weights a rare word more than a frequent one', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    const common = Array.from({ length: 9 }, (_, id) => ({ id, payload: { text: 'zebra walks' } }));
    await pipeline.index([...common, { id: 9, payload: { text: 'yak stands' } }]);
    expect(found(await pipeline.search('zebra yak', { topK: 1 }))).toEqual(['yak stands']);
  });

  it('finds documents for a query of stop words, punctuation or unknown words', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    expect(found(await pipeline.search('who is the'))[0]).toBe('the queen is a bee');
    expect((await pipeline.search('?!')).hits).toHaveLength(5);
    expect((await pipeline.search('xylophone')).hits).toHaveLength(5);
  });

  it('finds documents without words, and passages of long documents', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store, chunker: wordChunker });
    await pipeline.index([
      { id: 1, payload: { text: '' } },
      { id: 2, payload: { text: 'ants bees' } },
    ]);
    const { hits } = await pipeline.search('bees', { topK: 5 });
    expect(hits.map(({ id }) => id)).toEqual([2, 1]);
    expect(hits[0]!.payload.text.slice(hits[0]!.passage!.start, hits[0]!.passage!.end).trim()).toBe('bees');
  });

  it('needs no words for a store without them, and fuses for a store without tokens', async () => {
    const withoutWords = Object.assign(store, { searchVectors: { dense: 'dense', tokens: 'tokens' } });
    const byTokens = createSearchPipeline<Note>({ embedder, store: withoutWords });
    await byTokens.index(documents);
    expect(Object.keys((await byTokens.search('honey', { explain: true })).hits[0]!.stages)).toEqual([
      'dense',
      'maxSim',
    ]);
    const withoutTokens = Object.assign(new FakeSearchStore<Note>(), {
      searchVectors: { dense: 'dense', words: 'words' },
    });
    const fused = createSearchPipeline<Note>({ embedder, words, store: withoutTokens });
    await fused.index(documents);
    expect(Object.keys((await fused.search('honey')).hits[0]!.stages)).toEqual(['dense', 'words', 'fuse']);
  });
});

describe('the order of a maxSim stage', () => {
  it('equals a comparison of all tokens by hand, over the documents of all lists', async () => {
    const word = fc.constantFrom('ant', 'bee', 'cat', 'dog', 'eel', 'the', 'of', 'fox!', '?');
    const texts = fc.array(
      fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' ')),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    const queries = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
    await fc.assert(
      fc.asyncProperty(texts, queries, fc.integer({ min: 1, max: 6 }), async (someTexts, query, candidates) => {
        const some = new FakeSearchStore<Note>();
        const pipeline = createSearchPipeline<Note>({ embedder, words, store: some });
        await pipeline.index(someTexts.map((text, id) => ({ id, payload: { text } })));
        const { hits } = await pipeline.search(query, { candidates, topK: candidates });
        const { hits: explained } = await pipeline.search(query, { candidates, topK: candidates, explain: true });
        expect(explained.map(({ id }) => id)).toEqual(hits.map(({ id }) => id));
        const best = Math.max(...(await scoresByHand(some, someTexts, query, candidates)).values());
        expect(hits[0]!.score).toBeCloseTo(best, 5);
      }),
    );
  });

  /** Returns the weighted mean of each token's best match, for the documents that the two lists find. */
  async function scoresByHand(
    some: FakeSearchStore<Note>,
    texts: readonly string[],
    query: string,
    limit: number,
  ): Promise<Map<number, number>> {
    const { tokenVectors, vector } = await embedder.queryEmbedWithTokens(query);
    const spans = await embedder.queryTokenSpans(query);
    const known = await words.queryWords(query);
    const weights = spans.map(({ start, end }) => {
      if (!/\w/.test(query.slice(start, end))) return 0;
      const mine = known.find((one) => one.start === start);
      const having = texts.filter((text) => text.split(/\W+/).includes(query.slice(start, end))).length;
      const rarity = Math.log(1 + (texts.length - having + 0.5) / (having + 0.5));
      return mine === undefined ? 0.2 : Math.min(5, Math.max(0.2, rarity));
    });
    const counted = weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
    const total = counted.reduce((sum, weight) => sum + weight, 0);
    const sparse = await words.queryEmbed(query);
    const lists = [
      await some.query(vector, { using: 'dense', limit }),
      await some.query(sparse, { using: 'words', limit }),
    ];
    const scores = new Map<number, number>();
    for (const id of new Set(lists.flat().map((hit) => hit.id as number))) {
      const [document] = await embedder.passageEmbedWithTokens([texts[id]!]);
      const matches = tokenVectors.map((row) => Math.max(...document!.tokenVectors.map((other) => dot(row, other))));
      scores.set(id, matches.reduce((sum, match, token) => sum + match * counted[token]!, 0) / total);
    }
    return scores;
  }
});

describe('a reranker after a maxSim stage', () => {
  /** Prefers long texts; records the number of texts of each call. */
  class LengthReranker implements Reranker {
    readonly modelName = 'length';
    readonly read: number[] = [];
    async rerank(_: string, texts: readonly string[]) {
      this.read.push(texts.length);
      return texts
        .map((document, index) => ({ index, document, score: document.length }))
        .toSorted((a, b) => b.score - a.score);
    }
  }

  it('scores the ten best, and the others follow', async () => {
    const reranker = new LengthReranker();
    const pipeline = createSearchPipeline<Note>({ embedder, words, store, reranker, rerankWeight: 1 });
    await pipeline.index(
      Array.from({ length: 14 }, (_, id) => ({ id, payload: { text: `bee ${'x'.repeat(id)}`.trim() } })),
    );
    const { hits } = await pipeline.search('bee', { topK: 14 });
    expect(reranker.read).toEqual([10]);
    expect(hits).toHaveLength(14);
    expect(hits.filter(({ stages }) => 'rerank' in stages)).toHaveLength(10);
    expect(hits.slice(10).every(({ stages }) => !('rerank' in stages))).toBe(true);
    const lengths = found({ hits: hits.slice(0, 10) }).map(({ length }) => length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  });

  it('has the same weight as the order before it by default', async () => {
    const reranker = new LengthReranker();
    const pipeline = createSearchPipeline<Note>({ embedder, words, store, reranker, rerankTop: 2 });
    await pipeline.index(documents);
    const { hits } = await pipeline.search('queen', { topK: 2 });
    expect(reranker.read).toEqual([2]);
    // Both texts have the same length, so the reranker's scores become 0 and 0. The previous scores become 1 and -1.
    expect(hits.map(({ payload, score }) => [payload.text, score])).toEqual([
      ['the queen is a bee', 0.5],
      ['bees gather nectar', -0.5],
    ]);
  });
});

describe('a maxSim stage that fails', () => {
  it("is named in the error, with the store's failure as the cause", async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    const cause = new Error('away');
    store.inverseDocumentFrequencies = () => Promise.reject(cause);
    const error = await pipeline.search('bees').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PipelineStageError);
    expect(error).toMatchObject({ stage: 'maxSim', cause });
  });

  it('passes the reason of an abort on', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    const reason = new Error('enough');
    const controller = new AbortController();
    store.inverseDocumentFrequencies = async () => {
      controller.abort(reason);
      throw reason;
    };
    await expect(pipeline.search('bees', { signal: controller.signal })).rejects.toBe(reason);
  });

  it('ends when its timeout expires', async () => {
    const pipeline = createSearchPipeline<Note>({
      store,
      stages: [
        { retrieve: 'dense', embedder, using: 'dense' },
        { maxSim: 'tokens', embedder, using: 'tokens', timeoutMs: 1 },
      ],
    });
    await pipeline.index(documents);
    store.query = () => new Promise(() => {});
    const error = await pipeline.search('bees').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ stage: 'tokens', cause: { name: 'TimeoutError' } });
  });
});

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
