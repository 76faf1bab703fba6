import type { EmbeddingModel, RerankModel } from '@x/server';

const dimension = 8;

/** An embedding model that hashes words; every word counts as one token. */
export const wordEmbedding: EmbeddingModel = {
  modelName: 'test/words',
  dimension,
  maxLength: 100_000,
  async embed(texts, { signal, onUsage, dimension: components = dimension }) {
    signal.throwIfAborted();
    onUsage({ tokens: texts.reduce((sum, text) => sum + wordsOf(text).length, 0) });
    return texts.map((text) => vectorOf(text).slice(0, components));
  },
};

/** A reranker that scores a document by the number of words it shares with the query. */
export const commonWords: RerankModel = {
  modelName: 'test/common-words',
  maxLength: 100_000,
  async rerank(query, documents, { signal, onUsage }) {
    signal.throwIfAborted();
    const words = new Set(wordsOf(query));
    onUsage({ tokens: documents.reduce((sum, text) => sum + words.size + wordsOf(text).length, 0) });
    return documents
      .map((document, index) => {
        const shared = wordsOf(document).filter((word) => words.has(word)).length;
        return { index, document, score: shared / (1 + shared) };
      })
      .toSorted((a, b) => b.score - a.score);
  },
};

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\W+/).filter(Boolean);
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(dimension).fill(0.1);
  for (const word of wordsOf(text)) {
    const hash = Array.from(word).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7);
    vector[hash % dimension]! += 1 / 3;
  }
  return vector;
}
