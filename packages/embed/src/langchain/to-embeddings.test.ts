import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { FakeVectorStore } from '@langchain/core/utils/testing';
// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import { toEmbeddings } from '@x/embed/langchain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let embedder: TextEmbedding;
beforeAll(async () => {
  embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { searchFrom: [import.meta.url] });
});
afterAll(() => embedder.dispose());

describe('toEmbeddings', () => {
  it("returns the embedder's own vectors as plain arrays, in the order of the documents", async () => {
    const embeddings: EmbeddingsInterface = toEmbeddings(embedder);
    const documents = ['A steam engine', 'A kitten'];
    const expected = (await embedder.passageEmbed(documents)).map((vector) => Array.from(vector));
    expect(await embeddings.embedDocuments(documents)).toEqual(expected);
    expect(await embeddings.embedQuery('a cat')).toEqual(Array.from(await embedder.queryEmbed('a cat')));
    expect(await embeddings.embedDocuments([])).toEqual([]);
  });

  it('embeds documents as passages and queries as queries', async () => {
    const embeddings = toEmbeddings({
      modelName: 'fake',
      dimension: 1,
      passageEmbed: async (documents) => documents.map(() => Float32Array.of(0)),
      queryEmbed: async () => Float32Array.of(1),
    });
    expect([await embeddings.embedDocuments(['a', 'b']), await embeddings.embedQuery('a')]).toEqual([[[0], [0]], [1]]);
  });

  it('refuses an answer that lacks a vector', async () => {
    const odd = {
      modelName: 'odd',
      dimension: 1,
      passageEmbed: async () => [],
      queryEmbed: async () => undefined as never,
    };
    await expect(toEmbeddings(odd).embedDocuments(['a'])).rejects.toThrow(/^'odd' returned 0 vectors for 1 texts/);
    await expect(toEmbeddings(odd).embedQuery('a')).rejects.toThrow("'odd' returned no vector for the query.");
  });

  it("finds documents in one of LangChain's vector stores, and through its retriever", async () => {
    const embeddings = toEmbeddings(embedder);
    const texts = ['Trains run on rails', 'Cats sleep all day', 'Bread is baked in ovens'];
    const store = await FakeVectorStore.fromTexts(texts, [{ page: 1 }, { page: 2 }, { page: 3 }], embeddings);
    const [best] = await store.similaritySearch('what do kittens do', 1);
    expect([best!.pageContent, best!.metadata]).toEqual([texts[1], { page: 2 }]);
    const [found] = await store.asRetriever(1).invoke('locomotives');
    expect(found!.pageContent).toBe(texts[0]);
  });

  it('refuses anything but an embedder of dense vectors, and a model that embeds only queries', async () => {
    const words = await SparseTextEmbedding.load('Qdrant/bm25');
    for (const value of [undefined, null, 'model', {}, words, TextEmbedding, Promise.resolve(embedder)]) {
      expect(() => toEmbeddings(value as never)).toThrow(/embedder must be an embedder of dense vectors/);
    }
    const side = { modelName: 'small', documentModel: 'large', dimension: 1 };
    const queries = { ...side, passageEmbed: async () => [], queryEmbed: async () => Float32Array.of(1) };
    expect(() => toEmbeddings(queries)).toThrow("'small' embeds queries for documents of 'large'.");
  });
});
