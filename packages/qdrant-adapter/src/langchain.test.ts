import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
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

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

describe("LangChain's QdrantVectorStore", () => {
  it.each([
    ['in memory', () => new QdrantClient(':memory:')],
    ['on a server', () => new QdrantClient(server.url)],
  ])('works on a client %s', async (_, open) => {
    await using client = open();
    const store = new QdrantVectorStore(new TextEmbeddings(), {
      // Its parameter is the official class itself, private fields included; what it calls is the same here.
      client: client as unknown as OfficialClient,
      collectionName: 'docs',
    });
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
});
