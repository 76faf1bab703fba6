// However and wherever a run ends, the next complete run leaves the points of a fresh index.
import type { PointId } from '@x/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';
import { encodeDocumentId, readRecord } from './index-record.ts';
import type { IndexOptions, PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

let store: FakeStore<Note>;
beforeEach(() => {
  store = new FakeStore();
});

const embedder = lengthEmbedder();
function pipelineOver(notes: FakeStore<Note>, isSplit = true): SearchPipeline<Note> {
  return createSearchPipeline<Note>({ store: notes, embedder, ...(isSplit && { chunker: wordChunker }) });
}

/** The ids of the documents in these tests, of every kind. */
const ids: readonly PointId[] = [1, 2n ** 60n, '0190f3e4-7c1b-7000-8000-00000000abcd', 4, '1', 'notes/bees.md'];
/** One text per id; `undefined` means that the source does not contain the document. */
type Texts = readonly (string | undefined)[];

function documentsOf(texts: Texts): PipelineDocument<Note>[] {
  return texts.flatMap((text, index) => (text === undefined ? [] : [{ id: ids[index]!, payload: { text } }]));
}

/** Returns the points ordered by id; when documents are given, only their points. */
function contentsOf({ points }: FakeStore<Note>, documents?: readonly PipelineDocument<Note>[]): unknown[] {
  const wanted = new Set(documents?.map(({ id }) => encodeDocumentId(id)));
  return [...points.values()]
    .filter(({ payload }) => documents === undefined || wanted.has(readRecord(payload)!.document)) // prettier-ignore
    .toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
}

async function freshContents(texts: Texts, isSplit: boolean): Promise<unknown[]> {
  const fresh = new FakeStore<Note>();
  await pipelineOver(fresh, isSplit).index(documentsOf(texts));
  return contentsOf(fresh);
}

/** Where and how a run ends early: at which write, and whether that write was applied. Nothing is written after it. */
interface Ending {
  readonly write: number;
  readonly how: 'before it was applied' | 'after it was applied' | 'aborted';
}

/** Runs `work` while the store ends it at the given write. */
async function endedAt({ write, how }: Ending, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  let writes = 0;
  const fail = (): never => {
    throw new Error('killed');
  };
  store.beforeWrite = () => {
    if (writes++ === write && how === 'aborted') controller.abort();
    if (writes > write + (how === 'before it was applied' ? 0 : 1)) fail();
  };
  store.afterWrite = () => {
    if (writes > write && how === 'after it was applied') fail();
  };
  await work(controller.signal).catch(() => {});
  store.beforeWrite = () => {};
  store.afterWrite = () => {};
}

const text = fc.constantFrom('a0 a1 a2 a3', 'b0 b1 b2 b3', 'c0 c1', 'd0', 'e0', 'f0 f1 f2 f3 f4 f5 f6', 'a0 a1');
const ending = fc.record({
  write: fc.nat(6),
  how: fc.constantFrom<Ending['how'][]>('before it was applied', 'after it was applied', 'aborted'),
});
const run = fc.record({
  texts: fc.array(fc.option(text, { nil: undefined, freq: 4 }), { minLength: ids.length, maxLength: ids.length }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  workers: fc.integer({ min: 1, max: 3 }),
  removeVanished: fc.boolean(),
  isSplit: fc.boolean(),
  ending: fc.option(ending, { nil: undefined, freq: 3 }),
});

test('interrupted runs that change, add and drop documents leave the points of a fresh index', async () => {
  const isRemovingAlways = fc.constantFrom(true, false, undefined);
  const isSplitAlways = fc.constantFrom(true, false, undefined);
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 1, maxLength: 6 }),
      isRemovingAlways,
      isSplitAlways,
      async (runs, isRemoving, isCut) => {
        store = new FakeStore();
        const last = { ...runs.at(-1)!, ending: undefined };
        for (const { texts, batchSize, workers, ...settings } of [...runs, last]) {
          const removeVanished = isRemoving ?? settings.removeVanished;
          const isSplit = isCut ?? settings.isSplit;
          const documents = documentsOf(texts);
          // With several workers, each would remove the documents of the others as not seen.
          const shares = removeVanished ? 1 : workers;
          const index = (signal?: AbortSignal): Promise<unknown> => {
            const options: IndexOptions = { batchSize, removeVanished, ...(signal && { signal }) };
            const shareOf = (share: number) => documents.filter((_, position) => position % shares === share);
            const work = Array.from({ length: shares }, (_, share) => pipelineOver(store, isSplit).index(shareOf(share), options)); // prettier-ignore
            return Promise.allSettled(work).then(() => Promise.all(work));
          };
          if (settings.ending !== undefined) {
            await endedAt(settings.ending, index);
            continue;
          }
          await index();
          const contents = removeVanished ? contentsOf(store) : contentsOf(store, documents);
          expect(contents).toEqual(await freshContents(texts, isSplit));
          store.writes.length = 0;
          await index();
          expect(store.writes).toEqual([]);
        }
      },
    ),
    { numRuns: 200 },
  );
});

describe('a run over a changed text that ends after a write', () => {
  const index = (texts: Texts, options: IndexOptions = {}) =>
    pipelineOver(store).index(documentsOf(texts), { batchSize: 2, ...options });

  it.each([
    ['the same length', 'b0 b1 b2 b3'],
    ['more passages', 'b0 b1 b2 b3 b4 b5'],
    ['fewer passages', 'b0 b1'],
  ])('does not count as indexed with the first text, for %s', async (_, changed) => {
    await index(['a0 a1 a2 a3']);
    await endedAt({ write: 0, how: 'after it was applied' }, (signal) => index([changed], { signal }));
    expect(await index(['a0 a1 a2 a3'])).toMatchObject({ indexed: 1, unchanged: 0 });
    expect(contentsOf(store)).toEqual(await freshContents(['a0 a1 a2 a3'], true));
  });

  it('leaves a document that the next removal removes completely', async () => {
    await endedAt({ write: 1, how: 'after it was applied' }, (signal) => index(['a0 a1 a2 a3 a4 a5'], { signal }));
    await index(['c0']);
    expect(store.points.size).toBe(1);
    await index([], { removeVanished: true });
    expect(store.points.size).toBe(0);
  });

  it('leaves a removal that the next one completes, even for passages without a first passage', async () => {
    await index(['a0 a1 a2 a3', 'c0 c1']);
    store.points.delete('1');
    expect(await index([], { removeVanished: true })).toMatchObject({ removed: 2 });
    expect(store.points.size).toBe(0);
  });
});

describe('the writes of a run', () => {
  const writesOf = async (texts: Texts, batchSize: number): Promise<string[]> => {
    store.writes.length = 0;
    await pipelineOver(store).index(documentsOf(texts), { batchSize });
    return store.writes;
  };

  it('are none for unchanged documents, and one call for a batch of new ones', async () => {
    expect(await writesOf(['a0 a1', 'c0'], 4)).toEqual(['upsert 3']);
    expect(await writesOf(['a0 a1', 'c0'], 4)).toEqual([]);
  });

  it('take one call when no changed document has fewer passages than before', async () => {
    await writesOf(['a0 a1', 'c0'], 8);
    expect(await writesOf(['b0 b1', 'c1 c2 c3'], 8)).toEqual(['upsert 5']);
  });

  it('write the first passage twice when a document needs several calls', async () => {
    expect(await writesOf(['a0 a1 a2 a3 a4'], 2)).toEqual(['upsert 2', 'upsert 2', 'upsert 2']);
    expect(await writesOf(['b0 b1 b2 b3 b4'], 2)).toEqual(['upsert 2', 'upsert 2', 'upsert 2']);
  });

  it('contain one deletion and one more call for a batch in which documents now have fewer passages', async () => {
    await writesOf(['a0 a1 a2', 'c0 c1', 'd0'], 8);
    expect(await writesOf(['b0 b1', 'c0', 'd1'], 8)).toEqual(['upsert 4', 'delete 2', 'upsert 2']);
  });
});

describe('vectors so large that two fill a call', () => {
  /** Embeds a text as its length, followed by zeros. */
  const large = Object.assign(lengthEmbedder(), {
    dimension: 2 ** 19,
    passageEmbed: async (texts: readonly string[]) =>
      texts.map(({ length }) => {
        const vector = new Float32Array(2 ** 19);
        vector[0] = length;
        return vector;
      }),
  });
  const pipelineOf = (notes: FakeStore<Note>): SearchPipeline<Note> =>
    createSearchPipeline<Note>({ store: notes, embedder: large, chunker: wordChunker });
  const payloadsOf = ({ points }: FakeStore<Note>): unknown[] =>
    Array.from(points.values(), ({ id, payload }) => JSON.stringify([String(id), payload])).toSorted();

  it('are written in several calls', async () => {
    await pipelineOf(store).index(documentsOf(['a b c d e', 'f', 'g']));
    expect(store.writes).toEqual(['upsert 2', 'upsert 2', 'upsert 3', 'upsert 1']);
  });

  it('are written in several calls even when partly written documents are completed', async () => {
    const longer = ids.slice(0, 4).map((_, index) => `a${index} b`);
    await pipelineOf(store).index(documentsOf(longer));
    store.writes.length = 0;
    await pipelineOf(store).index(documentsOf(longer.map((words) => words.slice(0, 2))));
    expect(store.writes).toEqual(['upsert 2', 'upsert 2', 'delete 4', 'upsert 2', 'upsert 2']);
  });

  const endings = [0, 1, 2, 3].flatMap((write) =>
    (['before it was applied', 'after it was applied', 'aborted'] as const).map((how) => ({ write, how })),
  );
  it.each(endings)('leave the points of a fresh index when a run ended at write $write, $how', async (where) => {
    const documents = documentsOf(['one two three four five', 'six']);
    await pipelineOf(store).index(documents);
    await endedAt(where, (signal) => pipelineOf(store).index(documentsOf(['a b c d e f g', 'h']), { signal }));
    await pipelineOf(store).index(documents);
    const fresh = new FakeStore<Note>();
    await pipelineOf(fresh).index(documents);
    expect(payloadsOf(store)).toEqual(payloadsOf(fresh));
  });
});
