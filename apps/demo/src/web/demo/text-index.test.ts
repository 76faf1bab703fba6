import { SparseTextEmbedding } from '@x/embed';
import { QdrantClient } from '@x/qdrant-adapter';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FakeEmbedder, FakeTokenEmbedder, Gate } from '../__tests__/fake-models.ts';
import { Shared } from './shared.ts';
import { TextIndex } from './text-index.ts';

let client: QdrantClient;
let words: SparseTextEmbedding;
beforeEach(async () => {
  client = new QdrantClient(':memory:');
  words = await SparseTextEmbedding.load('Qdrant/bm25');
});
afterEach(() => client.close());

const stored = async (): Promise<number> => (await client.getCollections()).collections.length;
const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`);

describe('an index', () => {
  it('keeps its embedder in use, and deletes its collection in the store when it is disposed of', async () => {
    const fake = new FakeEmbedder();
    const embedder = new Shared(fake);
    const { signal } = new AbortController();
    const index = await TextIndex.build({ client, words, embedder }, texts, { signal });
    expect(await stored()).toBe(1);
    const released = embedder.release();
    expect(fake.isDisposed).toBe(false);
    await index[Symbol.asyncDispose]();
    await released;
    expect([await stored(), fake.isDisposed]).toEqual([0, true]);
  });

  it.each([0, 64, 100])('leaves nothing behind when it is canceled after %i texts', async (completed) => {
    const fake = new FakeEmbedder();
    const embedder = new Shared(fake);
    const controller = new AbortController();
    const reason = new Error('gone');
    const building = TextIndex.build({ client, words, embedder }, texts, {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.completed === completed) controller.abort(reason);
      },
    });
    await expect(building).rejects.toBe(reason);
    expect(await stored()).toBe(0);
    await embedder.release();
    expect(fake.isDisposed).toBe(true);
  });

  it('leaves nothing behind when it is canceled while texts are embedded', async () => {
    const fake = new FakeEmbedder();
    const gate = (fake.gates.passages = new Gate());
    const controller = new AbortController();
    const parts = { client, words, embedder: new Shared(fake) };
    const building = TextIndex.build(parts, texts, { signal: controller.signal });
    await gate.reached;
    controller.abort();
    await expect(building).rejects.toBe(controller.signal.reason);
    expect(await stored()).toBe(0);
  });

  it.each([
    ['few texts as 8-bit integers', texts, 'int8'],
    ['many texts as signs', ['word '.repeat(50_000)], 'bit'],
  ])('stores the token vectors of %s', async (_, some, storage) => {
    const parts = { client, words, embedder: new Shared(new FakeTokenEmbedder()) };
    const index = await TextIndex.build(parts, some, { signal: new AbortController().signal });
    const [{ name }] = (await client.getCollections()).collections as [{ name: string }];
    const { config } = await client.getCollection(name);
    const { tokens } = config.params.vectors as unknown as Record<string, object>;
    expect(JSON.stringify(tokens)).toContain(storage === 'bit' ? 'binary' : 'int8');
    expect(index.cascade?.embedder).toBe(parts.embedder.resource);
    await index[Symbol.asyncDispose]();
  });

  it('finds texts by words without an embedder', async () => {
    const { signal } = new AbortController();
    const index = await TextIndex.build({ client, words, embedder: undefined }, ['red ship', 'green boat'], { signal });
    const query = await words.queryEmbed('boats');
    expect(await index.store.query(query, { using: 'words', limit: 5 })).toMatchObject([{ id: 1 }]);
  });
});
