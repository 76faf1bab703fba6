import {
  type Embedder,
  InvalidArgumentError,
  PipelineStageError,
  type ProgressEvent,
  type RankedDocument,
  type Reranker,
  type StoredPoint,
  type VectorStore,
} from '@x/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';

import type { PipelineDocument } from './indexing/index-options.ts';
import { createSearchPipeline } from './search-pipeline.ts';

interface Note {
  readonly text: string;
}

/** Embeds a text as its length and its number of words; records its batches. */
class FakeEmbedder implements Embedder {
  readonly modelName = 'fake-embedder';
  readonly dimension = 2;
  readonly batches: (readonly string[])[] = [];

  passageEmbed(documents: readonly string[]): Promise<Float32Array[]> {
    this.batches.push(documents);
    return Promise.resolve(documents.map(toVector));
  }

  queryEmbed(query: string): Promise<Float32Array> {
    return Promise.resolve(toVector(query));
  }
}

/** Ranks the longest document first. */
class FakeReranker implements Reranker {
  readonly modelName = 'fake-reranker';

  rerank(_: string, documents: readonly string[]): Promise<RankedDocument[]> {
    const ranked = documents.map((document, index) => ({ index, score: document.length, document }));
    return Promise.resolve(ranked.toSorted((a, b) => b.score - a.score || a.index - b.index));
  }
}

/** Finds points by the difference of text lengths, the nearest first. */
class FakeStore implements VectorStore<Note> {
  readonly points = new Map<unknown, StoredPoint<Note>>();

  upsert(points: readonly StoredPoint<Note>[]): Promise<void> {
    for (const point of points) this.points.set(point.id, point);
    return Promise.resolve();
  }

  query(vector: Float32Array, { limit }: { limit: number }) {
    const hits = [...this.points.values()].map(({ id, payload, vector: stored }) => {
      return { id, payload, score: 0 - Math.abs(stored[0]! - vector[0]!) };
    });
    return Promise.resolve(hits.toSorted((a, b) => b.score - a.score).slice(0, limit));
  }

  delete(ids: readonly unknown[]): Promise<void> {
    for (const id of ids) this.points.delete(id);
    return Promise.resolve();
  }
}

function toVector(text: string): Float32Array {
  return Float32Array.of(text.length, text.split(' ').length);
}

function notes(...texts: string[]): PipelineDocument<Note>[] {
  return texts.map((text, id) => ({ id, payload: { text } }));
}

let embedder: FakeEmbedder;
let store: FakeStore;
const reranker = new FakeReranker();
beforeEach(() => {
  embedder = new FakeEmbedder();
  store = new FakeStore();
});

describe('search', () => {
  it('returns the final order with the rank and score of each stage', async () => {
    const pipeline = createSearchPipeline({ embedder, store, reranker });
    await pipeline.index(notes('four', 'a longer one', 'three'));
    const { query, hits, candidates } = await pipeline.search('word');
    expect(query).toBe('word');
    expect(candidates.map(({ id, rank }) => [id, rank])).toEqual([[0, 1], [2, 2], [1, 3]]); // prettier-ignore
    expect(hits[0]).toEqual({
      id: 1,
      payload: { text: 'a longer one' },
      rank: 1,
      score: 12,
      stages: { retrieve: { rank: 3, score: -8 }, rerank: { rank: 1, score: 12 } },
    });
    expect(hits.map(({ id }) => id)).toEqual([1, 2, 0]);
  });

  it("keeps the store's order without a reranker", async () => {
    const pipeline = createSearchPipeline({ embedder, store });
    await pipeline.index(notes('four', 'a longer one', 'three'));
    const { hits, timingsMs } = await pipeline.search('word', { topK: 2 });
    expect(hits.map(({ id, rank, stages }) => [id, rank, stages])).toEqual([
      [0, 1, { retrieve: { rank: 1, score: 0 } }],
      [2, 2, { retrieve: { rank: 2, score: -1 } }],
    ]);
    expect(Object.keys(timingsMs)).toEqual(['embed', 'retrieve', 'total']);
  });

  it('reranks only the candidates and returns at most topK of them', async () => {
    const options = fc.record({ candidates: fc.integer({ min: 1, max: 20 }), topK: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { maxLength: 15 }), options, async (texts, { candidates, topK }) => {
        fc.pre(topK <= candidates);
        const pipeline = createSearchPipeline({ embedder, store: new FakeStore(), reranker });
        await pipeline.index(notes(...texts));
        const result = await pipeline.search('word', { candidates, topK });
        expect(result.candidates.length).toBe(Math.min(candidates, texts.length));
        expect(result.hits.length).toBe(Math.min(topK, result.candidates.length));
        for (const [index, { id, rank, stages }] of result.hits.entries()) {
          expect(rank).toBe(index + 1);
          expect(result.candidates[stages.retrieve.rank - 1]!.id).toBe(id);
        }
      }),
    );
  });

  it('reports how long each stage took', async () => {
    const { timingsMs } = await createSearchPipeline({ embedder, store, reranker }).search('word');
    const { embed, retrieve, rerank, total } = timingsMs;
    expect(embed + retrieve + rerank!).toBeLessThanOrEqual(total);
  });

  it.each([
    ['an empty query', ' ', {}, 'query'],
    ['a topK of 0', 'word', { topK: 0 }, 'topK'],
    ['zero candidates', 'word', { candidates: 0 }, 'candidates'],
    ['more results than candidates', 'word', { candidates: 3, topK: 4 }, 'topK'],
  ])('refuses %s before any work', async (_, query, options, parameter) => {
    const error = await createSearchPipeline({ embedder, store })
      .search(query, options)
      .catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter);
  });

  it('returns fewer than ten hits for fewer candidates', async () => {
    const pipeline = createSearchPipeline({ embedder, store });
    await pipeline.index(notes('a', 'b', 'c'));
    expect((await pipeline.search('word', { candidates: 2 })).hits).toHaveLength(2);
  });

  it('names the failed stage and keeps its error as the cause', async () => {
    const cause = new Error('out of paper');
    const broken = { modelName: 'broken', rerank: () => Promise.reject(cause) };
    const pipeline = createSearchPipeline({ embedder, store, reranker: broken });
    const error = await pipeline.search('word').catch((reason: unknown) => reason);
    expect(PipelineStageError.isInstance(error) && [error.stage, error.cause]).toEqual(['rerank', cause]);
  });

  it('rejects with the unwrapped reason of an aborted signal', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const aborting = {
      modelName: 'aborting',
      rerank: () => {
        controller.abort(reason);
        return Promise.reject(reason);
      },
    };
    const pipeline = createSearchPipeline({ embedder, store, reranker: aborting });
    await expect(pipeline.search('word', { signal: controller.signal })).rejects.toBe(reason);
    await expect(pipeline.search('word', { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('a search with a reranker that violates its contract', () => {
  it('ends when it is aborted, even if the reranker never does', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const deaf = {
      modelName: 'deaf',
      rerank: () => {
        controller.abort(reason);
        return new Promise<RankedDocument[]>(() => {});
      },
    };
    const pipeline = createSearchPipeline({ embedder, store, reranker: deaf });
    await pipeline.index(notes('a'));
    await expect(pipeline.search('word', { signal: controller.signal })).rejects.toBe(reason);
  });

  it.each([
    ['returns NaN', [{ index: 0, score: Number.NaN, document: 'a' }]],
    ['omits documents', []],
  ])('fails when the reranker %s', async (_, answer) => {
    const pipeline = createSearchPipeline({
      embedder,
      store,
      reranker: { modelName: 'broken', rerank: () => Promise.resolve(answer) },
    });
    await pipeline.index(notes('a'));
    await expect(pipeline.search('word')).rejects.toThrow(/the answer of the stage 'rerank' must be 1 finite numbers/);
  });
});

describe('createSearchPipeline', () => {
  const make = (parts: object) => () => createSearchPipeline(parts as Parameters<typeof createSearchPipeline>[0]);

  it('refuses a missing store, and words or rerankTop for a store that is not a SearchStore', () => {
    expect(make({ embedder })).toThrow(/store must be a store, e\.g\. from createSearchStore of @x\/qdrant-adapter/);
    const words = { modelName: 'words', passageEmbed: async () => [], queryEmbed: async () => [] };
    expect(make({ embedder, store, words })).toThrow(/words must be omitted with this store/);
    expect(make({ embedder, store, reranker, rerankTop: 5 })).toThrow(/rerankTop must be omitted/);
  });
});

describe('index', () => {
  it('stores every document of an async source, batch by batch', async () => {
    async function* source(): AsyncGenerator<PipelineDocument<Note>> {
      yield* notes('a', 'b', 'c', 'd', 'e');
    }
    const events: ProgressEvent[] = [];
    const report = await createSearchPipeline({ embedder, store }).index(source(), {
      batchSize: 2,
      onProgress: (event) => events.push(event),
    });
    expect(report.indexed).toBe(5);
    expect(embedder.batches.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(store.points.size).toBe(5);
    expect(events.map(({ completed }) => completed)).toEqual([0, 2, 4, 5]);
  });

  it('reads the text with the option text', async () => {
    interface Movie { readonly title: string } // prettier-ignore
    const movies = new FakeStore() as unknown as VectorStore<Movie>;
    const pipeline = createSearchPipeline<Movie>({ embedder, store: movies, text: ({ title }) => title });
    await pipeline.index([{ id: 1, payload: { title: 'Paprika' } }]);
    expect(embedder.batches).toEqual([['Paprika']]);
  });

  it('names the document of a list without a text, and stores nothing', async () => {
    const documents = [...notes('a', 'b'), { id: 7, payload: {} as Note }];
    const pipeline = createSearchPipeline({ embedder, store });
    const error = await pipeline.index(documents, { batchSize: 1 }).catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('documents[2] text');
    expect(store.points.size).toBe(0);
  });

  it('names the document of a stream without a text, and stores nothing of its batch', async () => {
    async function* source(): AsyncGenerator<PipelineDocument<Note>> {
      yield* notes('a', 'b', 'c');
      yield { id: 7, payload: {} as Note };
    }
    const index = createSearchPipeline({ embedder, store }).index(source(), { batchSize: 2 });
    await expect(index).rejects.toThrow(/documents\[3\] text must be a string/);
    expect([...store.points.keys()]).toEqual([0, 1]);
  });

  it('names the failed stage and keeps earlier batches stored', async () => {
    let calls = 0;
    const failing = new FakeStore();
    const upsert = failing.upsert.bind(failing);
    failing.upsert = (points) => (++calls === 2 ? Promise.reject(new Error('disk full')) : upsert(points));
    const pipeline = createSearchPipeline({ embedder, store: failing });
    const error = await pipeline.index(notes('a', 'b', 'c'), { batchSize: 1 }).catch((reason: unknown) => reason);
    expect(PipelineStageError.isInstance(error) && error.stage).toBe('store');
    expect(failing.points.size).toBe(1);
  });
});
