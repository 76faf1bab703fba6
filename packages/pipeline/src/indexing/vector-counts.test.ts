// An embedder that returns another number of vectors than of texts would give texts the vectors of others.
import type { StoreVector } from '@x/core';
import { describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeHybridEmbedder } from '../__tests__/fake-hybrid-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';

interface Note {
  readonly text: string;
}

const notes = ['a|b', 'c', 'd'].map((text, id) => ({ id, payload: { text } }));

/** Returns one vector for each part of a text, like a model that splits texts. */
function splittingEmbedder() {
  const embedder = lengthEmbedder();
  const embed = embedder.passageEmbed.bind(embedder);
  return Object.assign(embedder, {
    passageEmbed: (texts: readonly string[]) => embed(texts.flatMap((text) => text.split('|'))),
  });
}

function answering(vectors: unknown) {
  return Object.assign(lengthEmbedder(), {
    passageEmbed: async () => vectors,
    queryEmbed: async () => vectors,
  }) as never;
}

describe('an embedder that returns a wrong number of vectors', () => {
  it('ends the run, and nothing is stored', async () => {
    const store = new FakeStore<Note>();
    const run = createSearchPipeline<Note>({ store, embedder: splittingEmbedder() }).index(notes);
    await expect(run).rejects.toMatchObject({ stage: 'embed', cause: { code: 'SHAPE_MISMATCH' } });
    await expect(run).rejects.toThrow("'length' returned 4 vectors for 3 texts. It must return one for each text.");
    expect(store.points.size).toBe(0);
  });

  it('leaves out only the text at fault', async () => {
    const store = new FakeStore<Note>();
    const pipeline = createSearchPipeline<Note>({ store, embedder: splittingEmbedder() });
    const { failures } = await pipeline.index(notes, { onFailure: 'skip' });
    expect(failures).toMatchObject([{ id: 0, stage: 'embed' }]);
    expect(Array.from(store.points.values(), ({ vector }) => vector)).toEqual([Float32Array.of(1), Float32Array.of(1)]);
  });

  it.each([
    ['too few', [Float32Array.of(1)], /returned 1 vectors for 3 texts/],
    ['no list', undefined, /returned no list of vectors/],
    ['a list with holes', [Float32Array.of(1), undefined, Float32Array.of(1)], /some are missing/],
  ])('is refused for %s', async (_, vectors, message) => {
    const run = createSearchPipeline<Note>({ store: new FakeStore<Note>(), embedder: answering(vectors) }).index(notes);
    await expect(run).rejects.toThrow(message);
  });

  it('is refused when it is a part of a hybrid model', async () => {
    const hybrid = new FakeHybridEmbedder();
    const embed = hybrid.passageEmbed.bind(hybrid);
    Object.assign(hybrid, {
      passageEmbed: async (...call: Parameters<typeof embed>) => (await embed(...call)).slice(1),
    });
    const stages = [{ retrieve: 'dense', embedder: hybrid.dense, using: 'dense' }];
    const run = createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages }).index(notes);
    await expect(run).rejects.toMatchObject({ stage: 'embed', cause: { code: 'SHAPE_MISMATCH' } });
  });

  it('fails a search when there is no vector of the query', async () => {
    const pipeline = createSearchPipeline<Note>({
      store: new FakeStore<Note>(),
      embedder: answering(undefined as unknown as StoreVector),
    });
    await expect(pipeline.search('a')).rejects.toThrow("'length' returned no vector for the query.");
  });
});
