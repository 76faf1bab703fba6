// Payloads that JSON would change or drop are not stored as something else.
import { InvalidArgumentError } from '@x/core';
import { expect, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';

class Note {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  get text(): string {
    return this.#text;
  }
}

const cyclic: { text: string; self?: object } = { text: 'a' };
cyclic.self = cyclic;

const unreadable: [string, object, RegExp][] = [
  [
    'a map',
    new Map([['text', 'a']]),
    /^documents\[0\]\.payload must be an object of plain JSON data, but is an object \(Map\)/,
  ],
  ['a class instance', new Note('a'), /^documents\[0\]\.payload must be an object of plain JSON data/],
  ['a date', new Date(0), /^documents\[0\]\.payload must/],
  ['a list of numbers', new Float32Array(2), /^documents\[0\]\.payload must/],
  [
    'a map in a field',
    { text: 'a', tags: new Map() },
    /^documents\[0\]\.payload\.tags must be plain JSON data or a Date/,
  ],
  ['a cycle', cyclic, /levels deep, without a cycle/],
];

const pipelineOver = (store: FakeStore<object>) =>
  createSearchPipeline<object>({ store, embedder: lengthEmbedder(), text: () => 'text' });

test.each(unreadable)(
  'a payload that is or contains %s ends the run before anything is stored',
  async (_, payload, message) => {
    const store = new FakeStore<object>();
    const run = pipelineOver(store).index([{ id: 1, payload }]);
    await expect(run).rejects.toThrow(InvalidArgumentError);
    await expect(run).rejects.toThrow(message);
    expect(store.points.size).toBe(0);
  },
);

test.each([
  ...unreadable,
  ['a getter that throws', { get text() { throw new Error('gone'); } }, /^gone$/] as const, // prettier-ignore
])('a payload that is or contains %s is skipped and reported', async (_, payload, message) => {
  const documents = [{ id: 1, payload }, { id: 2, payload: { text: 'b' } }]; // prettier-ignore
  const { indexed, failures } = await pipelineOver(new FakeStore<object>()).index(documents, { onFailure: 'skip' });
  expect(indexed).toBe(1);
  expect(failures).toMatchObject([
    { id: 1, index: 0, stage: 'text', error: { message: expect.stringMatching(message) } },
  ]);
});
