import { VectorStoreError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { RefusingStore } from '../__tests__/refusing-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';

interface Note {
  readonly text: string;
}

function pipelineOver(store: FakeStore<Note>): SearchPipeline<Note> {
  return createSearchPipeline<Note>({ store, embedder: lengthEmbedder(), chunker: wordChunker });
}

const documentsOf = (texts: readonly string[]) => texts.map((text, id) => ({ id, payload: { text } }));

/** Returns the stored passages, without the runs that saw them. */
function contentsOf({ points }: FakeStore<Note>): Record<string, unknown> {
  const entries = [...points].map(([id, { payload }]) => {
    const { document, passage, hash, passages } = Reflect.get(payload, '_index') as Record<string, unknown>;
    return [id, { text: payload.text, document, passage, hash, passages }];
  });
  return Object.fromEntries(entries.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}

describe('a document with a passage that cannot be embedded or stored', () => {
  const readable = fc
    .array(fc.constantFrom('a', 'bb', 'ccc'), { minLength: 1, maxLength: 7 })
    .map((words) => words.join(' '));
  const faulty = fc
    .tuple(readable, fc.constantFrom('unreadable', 'refused'), readable)
    .map(([before, fault, after]) => `${before} ${fault} ${after}`);
  const isFaulty = (text: string): boolean => text.includes('unreadable') || text.includes('refused');
  let refusals = 0;
  // Each refusal has other words, as refusals with the same words may end a run.
  const refusalOf = () => new VectorStoreError({ message: `no ${refusals++}`, operation: 'upsert', status: 400 });

  it.each([undefined, 2])('is not stored, and the others are, with the run id %s', async (runId) => {
    const text = fc.record({ first: fc.option(readable), second: fc.oneof(readable, faulty) });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), async (texts, batchSize) => {
        const run = { batchSize, onFailure: 'skip', ...(runId !== undefined && { runId }) } as const;
        const store = new RefusingStore<Note>(refusalOf);
        const before = documentsOf(texts.map(({ first }) => first ?? '')).filter(({ payload }) => payload.text !== '');
        await pipelineOver(store).index(before, { ...run, ...(runId !== undefined && { runId: 1 }) });
        const { failures } = await pipelineOver(store).index(documentsOf(texts.map(({ second }) => second)), run);
        expect(failures.map(({ id }) => id)).toEqual(texts.flatMap(({ second }, id) => (isFaulty(second) ? [id] : [])));
        const fresh = new FakeStore<Note>();
        const wanted = texts.map(({ first, second }) => (isFaulty(second) ? (first ?? '') : second));
        await pipelineOver(fresh).index(documentsOf(wanted).filter(({ payload }) => payload.text !== ''));
        expect(contentsOf(store)).toEqual(contentsOf(fresh));
      }),
    );
  });

  it.each([undefined, 2])('leaves the store unchanged when it stops a run with the id %s', async (runId) => {
    const run = runId === undefined ? {} : { runId };
    const store = new FakeStore<Note>();
    await pipelineOver(store).index(documentsOf(['a b c d e']), runId === undefined ? {} : { runId: 1 });
    const before = contentsOf(store);
    const stopped = pipelineOver(store).index(documentsOf(['f g h unreadable']), { batchSize: 2, ...run });
    await expect(stopped).rejects.toMatchObject({ stage: 'embed' });
    expect(contentsOf(store)).toEqual(before);
  });
});
