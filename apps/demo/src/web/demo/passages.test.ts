import { TextEmbedding } from '@x/embed';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { FakeEmbedder } from '../__tests__/fake-models.ts';
import { toPassages } from './passages.ts';

let embedder: TextEmbedding;
beforeAll(async () => {
  const options = { searchFrom: [import.meta.url] };
  embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', options);
});
afterAll(() => embedder.dispose());

const { signal } = new AbortController();
const sentences = Array.from({ length: 90 }, (_, index) => `Sentence number ${index} is about the ${index}th thing.`);

it('splits a text that is too long for the models and loses no sentence', async () => {
  const long = sentences.join(' ');
  const passages = await toPassages(['first', long, '', 'last'], embedder, signal);
  expect([passages[0], ...passages.slice(-2)]).toEqual(['first', '', 'last']);
  const split = passages.slice(1, -2);
  expect(split.length).toBeGreaterThan(3);
  for (const sentence of sentences) expect(split.some((passage) => passage.includes(sentence))).toBe(true);
  // No passage is truncated when it is embedded.
  const cut: number[] = [];
  await embedder.embed(split, { onTruncation: ({ index }) => cut.push(index) });
  expect(cut).toEqual([]);
});

it('does not split texts that fit, or texts for an embedder without a limit', async () => {
  const texts = ['a', '👩‍👩‍👧 \uD800', 'words '.repeat(200)];
  expect(await toPassages(texts, embedder, signal)).toEqual(texts);
  expect(await toPassages([sentences.join(' ')], new FakeEmbedder(), signal)).toHaveLength(1);
  expect(await toPassages([sentences.join(' ')], undefined, signal)).toHaveLength(1);
});

it('rejects when it is canceled', async () => {
  const reason = new Error('gone');
  await expect(toPassages(['a'], embedder, AbortSignal.abort(reason))).rejects.toBe(reason);
});
