import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { index, type ListKeyOptions, RecordManager, type UpdateOptions } from '@langchain/core/indexing';
import { QdrantVectorStore } from '@langchain/qdrant';
import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vectorOf } from './__tests__/counting-embedder.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { QdrantClient } from './index.ts';

class TextEmbeddings extends Embeddings {
  constructor() {
    super({});
  }

  async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => Array.from(vectorOf(text, 4, 'passage')));
  }

  async embedQuery(text: string): Promise<number[]> {
    return Array.from(vectorOf(text, 4, 'passage'));
  }
}

/** Stores the records of `index` in memory. Its clock advances with each call. */
class MemoryRecords extends RecordManager {
  readonly #records = new Map<string, { time: number; group: string | null }>();
  #time = 0;

  async createSchema(): Promise<void> {}

  async getTime(): Promise<number> {
    return ++this.#time;
  }

  async update(keys: string[], { groupIds }: UpdateOptions = {}): Promise<void> {
    for (const [at, key] of keys.entries()) this.#records.set(key, { time: this.#time, group: groupIds?.[at] ?? null });
  }

  async exists(keys: string[]): Promise<boolean[]> {
    return keys.map((key) => this.#records.has(key));
  }

  async listKeys({ before = Infinity, groupIds, limit = Infinity }: ListKeyOptions = {}): Promise<string[]> {
    const found = [...this.#records].filter(
      ([, { time, group }]) => time < before && (groupIds === undefined || groupIds.includes(group)),
    );
    return found.map(([key]) => key).slice(0, limit);
  }

  async deleteKeys(keys: string[]): Promise<void> {
    for (const key of keys) this.#records.delete(key);
  }
}

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

function openStore(client: QdrantClient, collectionName: string): QdrantVectorStore {
  return new QdrantVectorStore(new TextEmbeddings(), {
    // The parameter type is the official class with its private fields. The methods that it calls are the same here.
    client: client as unknown as OfficialClient,
    collectionName,
  });
}

describe.each([
  ['in memory', () => new QdrantClient(':memory:')],
  ['on a server', () => new QdrantClient(server.url)],
])("LangChain's QdrantVectorStore on a client %s", (_, open) => {
  it('adds, finds and deletes documents', async () => {
    await using client = open();
    const store = openStore(client, 'docs');
    const texts = ['a ship', 'a detective', 'two chess players'];
    await store.addDocuments(texts.map((pageContent, year) => new Document({ pageContent, metadata: { year } })));
    const [[best, score]] = (await store.similaritySearchWithScore('a ship', 1)) as [[Document, number]];
    expect([best.pageContent, best.metadata, score]).toEqual(['a ship', { year: 0 }, expect.closeTo(1)]);
    const filter = { must: [{ key: 'metadata.year', match: { value: 1 } }] };
    const filtered = await store.similaritySearch('a ship', 3, filter);
    expect(filtered.map(({ pageContent }) => pageContent)).toEqual(['a detective']);
    const diverse = await store.maxMarginalRelevanceSearch('a ship', { k: 2, fetchK: 3 });
    expect(diverse[0]!.pageContent).toBe('a ship');
    await store.delete({ ids: [best.id!] });
    await store.delete({ filter });
    expect((await client.scroll('docs')).points.map(({ payload }) => payload?.['content'])).toEqual([texts[2]]);
  });

  it('works with `index`, which skips unchanged documents and deletes removed ones', async () => {
    await using client = open();
    const vectorStore = openStore(client, 'indexed');
    const recordManager = new MemoryRecords();
    const run = (...texts: string[]): ReturnType<typeof index> => {
      const docsSource = texts.map((pageContent) => new Document({ pageContent, metadata: { source: 'films' } }));
      return index({ docsSource, recordManager, vectorStore, options: { cleanup: 'full' } });
    };
    const none = { numAdded: 0, numUpdated: 0, numSkipped: 0, numDeleted: 0 };
    expect(await run('a ship', 'a detective')).toEqual({ ...none, numAdded: 2 });
    expect(await run('a ship', 'a detective')).toEqual({ ...none, numSkipped: 2 });
    expect(await run('a ship', 'two chess players')).toEqual({ ...none, numAdded: 1, numSkipped: 1, numDeleted: 1 });
    const { points } = await client.scroll('indexed');
    expect(new Set(points.map(({ payload }) => payload?.['content']))).toEqual(
      new Set(['a ship', 'two chess players']),
    );
  });
});
