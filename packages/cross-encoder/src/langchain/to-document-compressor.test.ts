import { Document } from '@langchain/core/documents';
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { InvalidArgumentError } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { toDocumentCompressor } from '@x/cross-encoder/langchain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const query = 'how do bees make honey';
const honey = 'Bees collect nectar and fan it with their wings until honey is left.';
const documents = [
  new Document({ pageContent: 'Rust is a programming language.', metadata: { source: 'rust.md' } }),
  new Document({ pageContent: honey, metadata: { source: 'bees.md', tags: ['food'] }, id: 'b' }),
  new Document({ pageContent: 'Bears like honey.', metadata: { source: 'bears.md' } }),
];

let reranker: TextCrossEncoder;
beforeAll(async () => {
  reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { searchFrom: [import.meta.url] });
});
afterAll(() => reranker.dispose());

describe('toDocumentCompressor', () => {
  it('returns documents best first, with their relevanceScore added', async () => {
    const compressor: BaseDocumentCompressor = toDocumentCompressor(reranker);
    expect(BaseDocumentCompressor.isBaseDocumentCompressor(compressor)).toBe(true);
    const ranked = await reranker.rerank(query, documents.map(({ pageContent }) => pageContent)); // prettier-ignore
    const compressed = await compressor.compressDocuments(documents, query, []);
    const expected = ranked.map(({ index, score }) => {
      const { id, pageContent, metadata } = documents[index]!;
      return { ...(id && { id }), pageContent, metadata: { ...metadata, relevanceScore: score } };
    });
    expect(compressed).toEqual(expected);
    expect(compressed[0]!.id).toBe('b');
    // The documents passed in are not modified.
    expect(documents[1]!.metadata).toEqual({ source: 'bees.md', tags: ['food'] });
  });

  it("returns the best topN, with scores from 0 to 1 for the activation 'sigmoid'", async () => {
    const compressor = toDocumentCompressor(reranker, { topN: 2, activation: 'sigmoid' });
    const compressed = await compressor.compressDocuments(documents, query);
    const scores = compressed.map(({ metadata }) => metadata['relevanceScore'] as number);
    expect(scores).toHaveLength(2);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
  });

  it('returns an empty list when no document is given', async () => {
    expect(await toDocumentCompressor(reranker).compressDocuments([], query)).toEqual([]);
  });

  it('adds the scored passage of a long document to its metadata', async () => {
    const pageContent = `${'It was a quiet day. '.repeat(400)}${honey}`;
    const compressor = toDocumentCompressor(reranker, { longDocuments: 'chunk' });
    const [best] = await compressor.compressDocuments([{ pageContent, metadata: {} }], query);
    const { start, end } = best!.metadata['passage'] as { start: number; end: number };
    expect(pageContent.slice(start, end)).toMatch(/honey is left\.$/);
  });

  it('works as a step after a retriever in a LangChain sequence', async () => {
    const compressor = toDocumentCompressor(reranker, { topN: 1 });
    const retriever = RunnableLambda.from(async () => documents);
    const chain = RunnableSequence.from([
      { query: RunnableLambda.from((question: string) => question), found: retriever },
      (input: { query: string; found: Document[] }) => compressor.compressDocuments(input.found, input.query),
    ]);
    const [best] = (await chain.invoke(query)) as Document[];
    expect(best!.pageContent).toBe(honey);
  });

  it('refuses a ranking with a document that does not exist', async () => {
    const ranked = [0, 1, 7].map((index) => ({ index, score: 1, document: '' }));
    const compressor = toDocumentCompressor({ modelName: 'odd', rerank: async () => ranked });
    const given = ['a', 'b', 'c'].map((pageContent) => new Document({ pageContent }));
    await expect(compressor.compressDocuments(given, query)).rejects.toThrow(/^The reranker 'odd' returned documents with the indices \[0, 1, 7\]/); // prettier-ignore
  });

  it('refuses anything but a reranker, wrong options and invalid documents', async () => {
    for (const value of [undefined, null, 'model', {}, TextCrossEncoder, Promise.resolve(reranker)]) {
      expect(() => toDocumentCompressor(value as never)).toThrow(/reranker must be a loaded reranker/);
    }
    const refused = [
      ...valuesOfOtherKinds('text').flatMap((value) => [{ activation: value }, { longDocuments: value }]),
      ...valuesOfOtherKinds('number').map((topN) => ({ topN })),
      ...misspeltNames(['topN', 'activation', 'longDocuments']).map((name) => ({ [name]: 1 })),
    ];
    for (const options of refused) {
      expect(() => toDocumentCompressor(reranker, options as never)).toThrow(InvalidArgumentError);
    }
    const compressor = toDocumentCompressor(reranker);
    for (const given of [undefined, 'text', [{ pageContent: 5 }]]) {
      const refusal = compressor.compressDocuments(given as never, query);
      await expect(refusal).rejects.toSatisfy(InvalidArgumentError.isInstance);
    }
    expect(() => toDocumentCompressor(reranker, { topN: 0 })).toThrow(/^topN must be a whole number >= 1, but is 0/);
  });
});
