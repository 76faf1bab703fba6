import { InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeSearchStore } from '../__tests__/fake-search-store.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from '../__tests__/fake-token-embedder.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { Stage } from './stage.ts';

interface Note {
  readonly text: string;
}

const store = new FakeSearchStore<Note>();
const embedder = new FakeTokenEmbedder();
const words = new FakeWordEmbedder();

describe('an invalid maxSim stage', () => {
  const dense = { retrieve: 'dense', embedder, using: 'dense' } as const;
  const stage = (): Stage<Note> => ({ maxSim: 'maxSim', embedder, using: 'tokens' });
  const make =
    (...stages: Stage<Note>[]) =>
    () =>
      createSearchPipeline<Note>({ store, stages });

  it('is refused over a store that is not a SearchStore', () => {
    const plain = () => createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages: [dense, stage()] });
    expect(plain).toThrow(/stages\[1\].*must be used with a SearchStore/);
  });

  it('is refused as the first stage, after a function, after a fusion, and after a stage with its own timeout', () => {
    expect(make(stage())).toThrow(/preceded by a retrieve stage/);
    expect(make({ retrieve: 'web', with: async () => [] }, stage())).toThrow(/retrieve stages with an embedder/);
    expect(make(dense, { fuse: 'rrf' }, stage())).toThrow(/unlike stages\[1\]/);
    expect(make({ ...dense, timeoutMs: 5 }, stage())).toThrow(
      /^stages\[0\]\.timeoutMs must be omitted\. The timeoutMs of the stage 'maxSim' applies to this stage too\.$/,
    );
    expect(make({ retrieve: 'dense', embedder }, stage())).toThrow(/stages\[0\]\.using/);
  });

  it('is refused with an embedder without token vectors', () => {
    const none = Object.assign(new FakeTokenEmbedder(), { hasTokenVectors: false });
    expect(make(dense, { maxSim: 'maxSim', embedder: none, using: 'tokens' })).toThrow(/mean pooling/);
    const other = lengthEmbedder() as unknown as FakeTokenEmbedder;
    expect(make(dense, { maxSim: 'maxSim', embedder: other, using: 'tokens' })).toThrow(/passageEmbedWithTokens/);
  });

  it('is refused with an embedder whose dimension differs from the store', () => {
    const other = Object.assign(new FakeTokenEmbedder(), { dimension: 33 });
    expect(() => createSearchPipeline<Note>({ embedder: other, words, store })).toThrow(
      /^embedder must have the dimension of the store, 32, but 'letters' has 33\.$/,
    );
  });

  it('is refused with an embedder without token vectors, for a store that keeps them', () => {
    const none = Object.assign(new FakeTokenEmbedder(), { hasTokenVectors: false });
    expect(() => createSearchPipeline<Note>({ embedder: none, words, store })).toThrow(
      /^embedder .*\. The store keeps token vectors\. For a store without them/,
    );
  });

  it('is refused without an embedder of words for a store that keeps words, and with one for a store that does not', () => {
    expect(() => createSearchPipeline<Note>({ embedder, store })).toThrow(InvalidArgumentError);
    expect(() => createSearchPipeline<Note>({ embedder, store })).toThrow(
      /^words must be .*, but is undefined\. The store keeps words\.$/,
    );
    const withoutWords = Object.assign(new FakeSearchStore<Note>(), {
      searchVectors: { dense: 'dense', tokens: 'tokens' },
    });
    expect(() => createSearchPipeline<Note>({ embedder, words, store: withoutWords })).toThrow(/keeps no words/);
  });
});
