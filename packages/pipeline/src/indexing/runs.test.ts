import { PipelineStageError, type PointId } from '@x/core';
import { beforeEach, describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import type { PipelineEvent } from '../events.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';
import type { PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

let store: FakeStore<Note>;
let events: PipelineEvent[];
let pipeline: SearchPipeline<Note>;
beforeEach(() => {
  store = new FakeStore();
  events = [];
  const onEvent = (event: PipelineEvent): void => void events.push(event);
  pipeline = createSearchPipeline<Note>({ store, embedder: lengthEmbedder(), chunker: wordChunker, onEvent });
});

/** Returns documents from texts by id. */
function documentsOf(texts: Readonly<Record<string, string>>): PipelineDocument<Note>[] {
  return Object.entries(texts).map(([id, text]) => ({ id: Number(id), payload: { text } }));
}

/** Returns the requests to the store, in order. */
function requests(): string[] {
  const ends = events.filter(({ kind, work }) => kind === 'end' && work?.type === 'store');
  return ends.map(({ work }) => (work?.type === 'store' ? `${work.action} ${work.points}` : ''));
}

/** Returns the requests of one run. */
async function requestsOf(texts: Readonly<Record<string, string>>, runId: number): Promise<string[]> {
  events.length = 0;
  await pipeline.index(documentsOf(texts), { runId });
  return requests();
}

function recordOf(id: PointId): unknown {
  return Reflect.get(store.points.get(String(id))!.payload, '_index');
}

describe('a run with an id', () => {
  it('sends one request for a batch of documents it has already seen', async () => {
    await requestsOf({ 1: 'a', 2: 'b c' }, 5);
    expect(await requestsOf({ 1: 'a', 2: 'b c' }, 5)).toEqual(['retrieve 2']);
    expect(await requestsOf({ 1: 'a', 2: 'b c' }, 4)).toEqual(['retrieve 2']);
  });

  it('marks a batch of unchanged documents, and reads the marks back', async () => {
    await requestsOf({ 1: 'a', 2: 'b c' }, 5);
    expect(await requestsOf({ 1: 'a', 2: 'b c' }, 6)).toEqual(['retrieve 2', 'update 2', 'retrieve 2']);
  });

  it('stores a batch of one-passage documents in one call, and reads them back', async () => {
    expect(await requestsOf({ 1: 'a', 2: 'b' }, 5)).toEqual(['retrieve 2', 'upsert 2', 'retrieve 2']);
    expect(await requestsOf({ 1: 'c', 2: 'd' }, 6)).toEqual(['retrieve 2', 'upsert 2', 'retrieve 2']);
  });

  it('stores first passages, then the others, then the first ones again, for several passages', async () => {
    expect(await requestsOf({ 1: 'a b c', 2: 'd e' }, 5)).toEqual([
      'retrieve 2',
      'upsert 2',
      'retrieve 2',
      'upsert 3',
      'upsert 2',
      'retrieve 2',
    ]);
    // One document has lost a passage.
    expect(await requestsOf({ 1: 'a b', 2: 'd e' }, 6)).toEqual([
      'retrieve 2',
      'update 1',
      'retrieve 1',
      'upsert 1',
      'retrieve 1',
      'upsert 1',
      'delete 1',
      'upsert 1',
      'retrieve 1',
    ]);
  });
});

describe('the report and the records of a run with an id', () => {
  it('contain the run that saw a document, and the run that wrote it', async () => {
    await pipeline.index(documentsOf({ 1: 'a b', 2: 'c' }), { runId: 5 });
    const report = await pipeline.index(documentsOf({ 1: 'a b', 2: 'd' }), { runId: 7 });
    expect(report).toMatchObject({ indexed: 1, unchanged: 1, superseded: 0, passages: 1 });
    expect(recordOf(1)).toMatchObject({ run: 7, written: 5, passages: 2 });
    expect(recordOf(2)).toMatchObject({ run: 7, written: 7 });
  });

  it('count documents that a later run changed as superseded, and keep them', async () => {
    await pipeline.index(documentsOf({ 1: 'a b', 2: 'c', 3: 'd' }), { runId: 7 });
    const before = new Map(store.points);
    const older = documentsOf({ 1: 'x y z', 2: 'x', 3: 'd', 4: 'e f' });
    expect(await pipeline.index(older, { runId: 6 })).toMatchObject({ indexed: 1, unchanged: 1, superseded: 2, passages: 2 }); // prettier-ignore
    for (const [id, point] of before) expect(store.points.get(id)).toEqual(point);
  });

  it('do not appear in the hits of a search', async () => {
    await pipeline.index(documentsOf({ 1: 'a' }), { runId: 7 });
    const { hits } = await pipeline.search('a');
    expect(hits[0]?.payload).toEqual({ text: 'a' });
  });

  it('contain no superseded documents without an id', async () => {
    await pipeline.index(documentsOf({ 1: 'a' }), { runId: 7 });
    expect(await pipeline.index(documentsOf({ 1: 'b' }))).toMatchObject({ indexed: 1, superseded: 0 });
    expect(recordOf(1)).not.toHaveProperty('run');
  });
});

it('a run writes the same points as a fresh index when two vectors fill a call', async () => {
  const large = Object.assign(lengthEmbedder(), {
    dimension: 2 ** 19,
    passageEmbed: async (texts: readonly string[]) =>
      texts.map(({ length }) => new Float32Array(2 ** 19).fill(length, 0, 1)),
  });
  const textsOf = ({ points }: FakeStore<Note>): string[] =>
    Array.from(
      points.values(),
      ({ id, payload, vector }) => `${String(id)} ${payload.text} ${(vector as Float32Array)[0]}`,
    );
  const indexInto = async (
    notes: FakeStore<Note>,
    texts: Readonly<Record<string, string>>,
    runId: number,
  ): Promise<void> => {
    await createSearchPipeline<Note>({ store: notes, embedder: large, chunker: wordChunker }).index(documentsOf(texts), { runId, batchSize: 2 }); // prettier-ignore
  };
  const newest = { 1: 'aaaa b ccc d e', 2: 'ff', 3: 'gg h', 4: 'ii j kkk' };
  await indexInto(store, { 1: 'a b c', 2: 'd e f g', 4: 'h' }, 1);
  await indexInto(store, newest, 2);
  const fresh = new FakeStore<Note>();
  await indexInto(fresh, newest, 2);
  expect(new Set(textsOf(store))).toEqual(new Set(textsOf(fresh)));
  expect(store.points.size).toBe(11);
});

describe('two workers with the same part of a run', () => {
  it('remove the passages that either of them found', async () => {
    await pipeline.index(documentsOf({ 1: 'a b' }), { runId: 1 });
    const retrieve = store.retrieve.bind(store);
    const changed = documentsOf({ 1: 'x y' });
    // After one worker has read the document, an earlier run writes it, and the other worker is killed while it writes
    // the document.
    store.retrieve = async (ids, call) => {
      const found = await retrieve(ids, call);
      store.retrieve = retrieve;
      await pipeline.index(documentsOf({ 1: 'c d e f g' }), { runId: 2 });
      let writes = 0;
      store.beforeWrite = () => {
        if (writes++ === 1) throw new Error('killed');
      };
      await expect(pipeline.index(changed, { runId: 3 })).rejects.toMatchObject({ cause: new Error('killed') });
      store.beforeWrite = () => {};
      return found;
    };
    expect(await pipeline.index(changed, { runId: 3 })).toMatchObject({ indexed: 1 });
    expect(store.points.size).toBe(2);
  });
});

describe('removeVanished', () => {
  it('removes documents that the run did not see, marked or not, and returns their number', async () => {
    await pipeline.index(documentsOf({ 1: 'a b c', 2: 'd' }));
    await pipeline.index(documentsOf({ 3: 'e f', 4: 'g' }), { runId: 5 });
    await pipeline.index(documentsOf({ 1: 'a b c', 4: 'h' }), { runId: 6 });
    await store.upsert([{ id: 99, vector: Float32Array.of(1), payload: { text: 'of somebody else' } }]);
    expect(await pipeline.removeVanished({ runId: 6 })).toBe(2);
    expect([...store.points.values()].map(({ payload }) => payload.text)).toEqual(
      expect.arrayContaining(['a b c', 'h', 'of somebody else']),
    );
    expect(store.points.size).toBe(5);
    expect(await pipeline.removeVanished({ runId: 6 })).toBe(0);
  });

  it('keeps documents that a later run saw, and with the id 0 those that any run saw', async () => {
    await pipeline.index(documentsOf({ 1: 'a b' }), { runId: 7 });
    await pipeline.index(documentsOf({ 2: 'c' }));
    expect(await pipeline.removeVanished({ runId: 0 })).toBe(1);
    expect(await pipeline.removeVanished({ runId: 6 })).toBe(0);
    expect(store.points.size).toBe(2);
  });

  it('also runs at the end of index with the option removeVanished', async () => {
    await pipeline.index(documentsOf({ 1: 'a b', 2: 'c' }), { runId: 5 });
    const report = await pipeline.index(documentsOf({ 2: 'c' }), { runId: 6, removeVanished: true });
    expect(report).toMatchObject({ unchanged: 1, removed: 1 });
    expect(store.points.size).toBe(1);
  });

  it('keeps documents that could not be read, split or embedded', async () => {
    await pipeline.index(documentsOf({ 1: 'a b', 2: 'c', 3: 'd', 4: 'e' }), { runId: 5 });
    const failing = documentsOf({ 1: 'an indivisible text', 2: 'an unreadable text', 3: 'd', 5: 'unreadable' });
    const unread = { id: 4, payload: {} as Note };
    const report = await pipeline.index([...failing, unread, { id: -1, payload: {} as Note }], { runId: 6, onFailure: 'skip' }); // prettier-ignore
    expect(new Set(report.failures.map(({ id }) => id))).toEqual(new Set([1, 2, 4, 5, -1]));
    expect(await pipeline.removeVanished({ runId: 6 })).toBe(0);
    expect(await pipeline.index(documentsOf({ 1: 'a b', 2: 'c', 3: 'd', 4: 'e' }), { runId: 7 })).toMatchObject({ unchanged: 4 }); // prettier-ignore
  });

  it('emits events, and rejects with the error of its stage', async () => {
    await pipeline.index(documentsOf({ 1: 'a b', 2: 'c' }), { runId: 5 });
    events.length = 0;
    await pipeline.removeVanished({ runId: 6 });
    expect(requests()).toEqual(['update 1', 'retrieve 1', 'delete 1', 'delete 2', 'retrieve 2']);
    expect(events.at(-1)).toMatchObject({ operation: 'removeVanished', kind: 'end', work: { type: 'removeVanished' } });
    store.scanUnlessNewer = () => {
      throw new Error('disk on fire');
    };
    const failure = await pipeline.removeVanished({ runId: 6 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PipelineStageError);
    expect(failure).toMatchObject({ stage: 'store', cause: new Error('disk on fire') });
  });

  it('rejects with the reason of its signal', async () => {
    const reason = new Error('enough');
    await expect(pipeline.removeVanished({ runId: 6, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a run id', () => {
  it.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is refused before anything is stored', async (runId) => {
    const expected = { name: 'InvalidArgumentError', parameter: 'runId' };
    await expect(pipeline.index(documentsOf({ 1: 'a' }), { runId })).rejects.toMatchObject(expected);
    await expect(pipeline.removeVanished({ runId })).rejects.toMatchObject(expected);
    expect(store.points.size).toBe(0);
  });

  it('is refused for a store that is not a VersionedStore', async () => {
    const plain = {
      upsert: async () => {},
      delete: async () => {},
      query: async () => [],
      retrieve: async () => [],
      async *scan() {},
    };
    const other = createSearchPipeline<Note>({ store: plain, embedder: lengthEmbedder() });
    const expected = { name: 'InvalidArgumentError', parameter: 'runId' };
    await expect(other.index([], { runId: 1 })).rejects.toMatchObject(expected);
    await expect(other.removeVanished({ runId: 1 })).rejects.toMatchObject(expected);
  });

  it('makes a run reject when the store does not return what was written', async () => {
    store.retrieve = async () => [];
    const failure = await pipeline.index(documentsOf({ 1: 'a' }), { runId: 1 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ stage: 'store', cause: { name: 'VectorStoreError', isRetryable: true } });
  });
});
