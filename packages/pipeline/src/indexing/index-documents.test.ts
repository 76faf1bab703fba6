import { InvalidArgumentError, PipelineStageError, type VectorStore } from '@x/core';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';

import { type FakeEmbedder, lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import type { PipelineDocument } from './index-options.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { IndexProgress } from './index-report.ts';

interface Note {
  readonly text: string;
  readonly tag?: unknown;
}

let store: FakeStore<Note>;
let embedder: FakeEmbedder;
beforeEach(() => {
  store = new FakeStore();
  embedder = lengthEmbedder();
});

const plain = () => createSearchPipeline<Note>({ store, embedder });
const splitting = () => createSearchPipeline<Note>({ store, embedder, chunker: wordChunker });
/** The store without `retrieve` and `scan`. */
const writeOnly = (): VectorStore<Note> => ({
  upsert: (list) => store.upsert(list),
  query: (vector, options) => store.query(vector, options),
  delete: (ids) => store.delete(ids),
});
const note = (id: number | bigint | string, text: string): PipelineDocument<Note> => ({ id, payload: { text } });

describe('a second run', () => {
  it('embeds only new and changed documents', async () => {
    expect(await plain().index([note(1, 'one'), note(2, 'two')])).toMatchObject({ indexed: 2, unchanged: 0 });
    embedder.texts.length = 0;
    const again = [note(1, 'one'), note(2, 'two!'), note(3, 'three')];
    expect(await plain().index(again)).toMatchObject({ indexed: 2, unchanged: 1, passages: 2, failures: [] });
    expect(embedder.texts).toEqual(['two!', 'three']);
  });

  it('detects a change of the payload, model or chunker, and ignores the order of keys', async () => {
    const first = { id: 1, payload: { text: 'a b', tag: { x: 1, y: [2, { z: 3 }] } } };
    const reordered = { id: 1, payload: { tag: { y: [2, { z: 3 }], x: 1 }, text: 'a b' } };
    const changed = { id: 1, payload: { text: 'a b', tag: { x: 1, y: [{ z: 3 }, 2] } } };
    await plain().index([first]);
    expect(await plain().index([reordered])).toMatchObject({ unchanged: 1 });
    expect(await plain().index([changed])).toMatchObject({ indexed: 1 });
    expect(await splitting().index([changed])).toMatchObject({ indexed: 1, passages: 2 });
    const other = createSearchPipeline<Note>({
      store,
      embedder: Object.assign(lengthEmbedder(), { modelName: 'other' }),
    });
    expect(await other.index([changed])).toMatchObject({ indexed: 1 });
  });

  it('embeds nothing again when only the query model changes', async () => {
    const pair = (name: string) => Object.assign(lengthEmbedder(), { queryModelName: name });
    await createSearchPipeline<Note>({ store, embedder: pair('small') }).index([note(1, 'one')]);
    const other = createSearchPipeline<Note>({ store, embedder: pair('smaller') });
    expect(await other.index([note(1, 'one')])).toMatchObject({ unchanged: 1 });
  });

  it('finds the passages of a document in any spelling of its id', async () => {
    const upperCase = '0190F3E4-7C1B-7000-8000-00000000ABCD';
    await splitting().index([note(upperCase, 'one two three'), note(5n, 'four five')]);
    await splitting().index([note(upperCase.toLowerCase(), 'one'), note(5, 'four')]);
    expect([...store.points.keys()].toSorted()).toEqual([upperCase.toLowerCase(), '5'].toSorted());
  });

  it('recognizes a UUID in any spelling', async () => {
    const id = '0190F3E4-7C1B-7000-8000-00000000ABCD';
    await plain().index([note(id.toLowerCase(), 'one')]);
    store.points.set(id, store.points.get(id.toLowerCase())!);
    expect(await plain().index([note(id, 'one')])).toMatchObject({ unchanged: 1 });
  });

  it('removes vanished documents on request, and never points of other writers', async () => {
    store.points.set('77', { id: 77, vector: Float32Array.of(1), payload: { text: 'by hand' } });
    await splitting().index([note(1, 'one two three'), note(2, 'four five')]);
    expect(await splitting().index([note(2, 'four five')])).toMatchObject({ removed: 0 });
    const report = await splitting().index([note(2, 'four five')], { removeVanished: true });
    expect(report).toMatchObject({ removed: 1, unchanged: 1 });
    expect([...store.points.values()].map(({ payload }) => payload.text)).toEqual([
      'by hand',
      'four five',
      'four five',
    ]);
  });
});

describe('a payload field named `_index`', () => {
  const values = [null, 7, 'text', [1], { document: 3, passage: 0 }, { document: 'text:a', passage: 1, hash: 'b' }];

  it.each(values)('the field of a document is kept and returned: %j', async (value) => {
    const documents = [{ id: 1, payload: { text: 'one two', _index: value } }];
    for (const pipeline of [plain(), splitting()]) {
      await pipeline.index(documents);
      expect(await pipeline.index(documents)).toMatchObject({ unchanged: 1 });
      expect((await pipeline.search('one')).hits).toMatchObject([documents[0]!]);
    }
    expect(await splitting().index([], { removeVanished: true })).toMatchObject({ removed: 1 });
    expect(store.points.size).toBe(0);
  });

  it.each(values)('is kept in a store that cannot be read back: %j', async (value) => {
    const pipeline = createSearchPipeline<Note>({ store: writeOnly(), embedder });
    const document = { id: 1, payload: { text: 'one', _index: value } };
    await pipeline.index([document]);
    expect((await pipeline.search('one')).hits).toMatchObject([document]);
  });

  it('the field of a point by another writer is not read as a record', async () => {
    store.points.set('77', {
      id: 77,
      vector: Float32Array.of(1),
      payload: { text: 'by hand', _index: { page: 2 } } as Note,
    });
    expect((await plain().search('one')).hits).toMatchObject([{ id: 77, payload: { _index: { page: 2 } } }]);
    expect(await plain().index([], { removeVanished: true })).toMatchObject({ removed: 0 });
    expect(await plain().index([note(77, 'indexed')])).toMatchObject({ indexed: 1 });
  });
});

describe('split documents', () => {
  it('are found by their passages, once each, with the document id and passage position', async () => {
    await splitting().index([note(5n, 'a bbbb cc'), note(2, 'ddd')]);
    const { hits, candidates } = await splitting().search('word');
    expect(candidates).toHaveLength(4);
    expect(hits).toEqual([
      { id: 5n, payload: { text: 'a bbbb cc' }, rank: 1, score: 0, stages: { retrieve: { rank: 1, score: 0 } }, passage: { start: 2, end: 6 } }, // prettier-ignore
      { id: 2, payload: { text: 'ddd' }, rank: 2, score: -1, stages: { retrieve: { rank: 2, score: -1 } } },
    ]);
  });

  it('are reranked by the passage text, with passage offsets relative to the document', async () => {
    const seen: string[] = [];
    const reranker = {
      modelName: 'second half',
      rerank: async (_: string, documents: readonly string[]) => {
        seen.push(...documents);
        return documents.map((document, index) => {
          return { index, document, score: -index, passage: { start: document.length / 2, end: document.length } };
        });
      },
    };
    const pipeline = createSearchPipeline<Note>({ store, embedder, chunker: wordChunker, reranker });
    await pipeline.index([note(1, 'aa bbbb')]);
    const { hits } = await pipeline.search('word');
    expect(seen).toEqual(['bbbb', 'aa']);
    expect(hits).toMatchObject([{ id: 1, passage: { start: 5, end: 7 } }]);
  });

  it('lose the passages that they no longer have', async () => {
    await splitting().index([note(1, 'one two three four')]);
    await splitting().index([note(1, 'one two')]);
    expect(store.points.size).toBe(2);
    await plain().index([note(1, 'one two')]);
    expect([...store.points.keys()]).toEqual(['1']);
  });
});

describe('documents that cannot be indexed', () => {
  const bad = [
    note(1, 'good'),
    note(2, 'unreadable'),
    note(3, 'fine'),
    { id: 4, payload: {} as Note },
    note(5, 'indivisible'),
  ];

  it('are skipped and reported with their stage on request', async () => {
    const { failures, ...counts } = await splitting().index(bad, { onFailure: 'skip', batchSize: 10 });
    expect(counts).toMatchObject({ indexed: 2, passages: 2 });
    expect(failures.map(({ id, index, stage }) => [id, index, stage])).toEqual([
      [2, 1, 'embed'],
      [4, 3, 'text'],
      [5, 4, 'chunk'],
    ]);
    expect([...store.points.keys()]).toEqual(['1', '3']);
  });

  it('stop the run by default', async () => {
    await expect(splitting().index(bad)).rejects.toThrow(InvalidArgumentError);
    const error = await splitting()
      .index([note(5, 'indivisible')])
      .catch((reason: unknown) => reason);
    expect(PipelineStageError.isInstance(error) && error.stage).toBe('chunk');
    expect(store.points.size).toBe(0);
  });

  it('do not hide a failing store', async () => {
    store.beforeWrite = () => {
      throw new Error('disk full');
    };
    await expect(plain().index([note(1, 'one')], { onFailure: 'skip' })).rejects.toMatchObject({ stage: 'store' });
  });
});

test('the last of several documents with the same id in a batch counts', async () => {
  await plain().index([note(1, 'first'), note(1, 'second')]);
  expect([...store.points.values()].map(({ payload }) => payload.text)).toEqual(['second']);
});

test('progress reports the rate and the time left', async () => {
  const events: IndexProgress[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => events.length * 500);
  try {
    await plain().index(
      ['a', 'b', 'c', 'd'].map((text, id) => note(id, text)),
      {
        batchSize: 2,
        onProgress: (event) => events.push(event),
      },
    );
  } finally {
    vi.restoreAllMocks();
  }
  expect(events).toMatchObject([
    { completed: 0, total: 4, documentsPerSecond: 0 },
    { completed: 2, total: 4, documentsPerSecond: 4, remainingMs: 500 },
    { completed: 4, total: 4, documentsPerSecond: 4, remainingMs: 0 },
  ]);
  expect(events[0]).not.toHaveProperty('remainingMs');
});

test('other settings of the embedder count as changes, and the absence of settings does not', async () => {
  const withSettings = (documentSettings: string | undefined) =>
    createSearchPipeline<Note>({ store, embedder: Object.assign(lengthEmbedder(), { documentSettings }) });
  await plain().index([note(1, 'one')]);
  expect(await withSettings(undefined).index([note(1, 'one')])).toMatchObject({ unchanged: 1 });
  expect(await withSettings('passage: ').index([note(1, 'one')])).toMatchObject({ indexed: 1 });
  expect(await withSettings('passage: ').index([note(1, 'one')])).toMatchObject({ unchanged: 1 });
  expect(await plain().index([note(1, 'one')])).toMatchObject({ indexed: 1 });
});

test('a listener that is async and fails does not end a run', async () => {
  const failing = async (): Promise<void> => {
    throw new Error('no disk space');
  };
  const pipeline = createSearchPipeline<Note>({ store, embedder, onEvent: failing });
  expect(await pipeline.index([note(1, 'one')], { onProgress: failing })).toMatchObject({ indexed: 1 });
});

test('a store that cannot be read back stores plain documents, and refuses options that need reading', async () => {
  const { points } = store;
  const pipeline = createSearchPipeline<Note>({ store: writeOnly(), embedder });
  await pipeline.index([note(1, 'one')]);
  expect(points.get('1')!.payload).toEqual({ text: 'one' });
  await expect(pipeline.index([], { removeVanished: true })).rejects.toThrow(/retrieve and scan/);
  const writing = createSearchPipeline<Note>({ store: writeOnly(), embedder, chunker: wordChunker });
  await expect(writing.index([note(1, 'one')])).rejects.toThrow(/retrieve and scan/);
});

it('refuses to index with a model for queries only, which can still search', async () => {
  await plain().index([note(1, 'one')]);
  const small = Object.assign(lengthEmbedder(), { modelName: 'small', documentModel: 'large' });
  const search = createSearchPipeline<Note>({ store, embedder: small });
  expect((await search.search('one')).hits).toHaveLength(1);
  await expect(search.index([note(2, 'two')])).rejects.toThrow(InvalidArgumentError);
  await expect(search.index([note(2, 'two')])).rejects.toThrow(/'small' only embeds queries for documents of 'large'/);
  expect(store.points.size).toBe(1);
});

it('stores a document with a large payload in several calls, as each passage contains the payload', async () => {
  const sizes: number[] = [];
  const notes = new FakeStore<Note>();
  const upsert = notes.upsert.bind(notes);
  notes.upsert = async (points, options) => {
    sizes.push(JSON.stringify(points.map(({ payload }) => payload)).length);
    return upsert(points, options);
  };
  const text = Array.from({ length: 40 }, (_, index) => String(index).repeat(40_000)).join(' ');
  const search = createSearchPipeline<Note>({ store: notes, embedder: lengthEmbedder(), chunker: wordChunker });
  await search.index([{ id: 1, payload: { text } }]);
  expect(notes.points.size).toBe(40);
  expect(sizes.length).toBeGreaterThan(5);
  expect(Math.max(...sizes)).toBeLessThan(2 ** 24);
});
