import {
  type Embedder,
  type EmbedderCallOptions,
  type MultiVectorEmbedder,
  type RankedDocument,
  type Reranker,
  type RerankOptions,
  requireInteger,
  requireText,
  requireTexts,
  type SparseEmbedder,
  type SparseVector,
  type TextSpan,
  type TokenEmbedder,
  type TokenEmbedding,
} from '../index.ts';

const dimension = 4;

function wordsOf(text: string): string[] {
  return text.trim().toLowerCase().split(/\s+/);
}

/** Counts the words of each length, modulo the dimension. */
function countsOf(text: string): Float32Array {
  const counts = new Float32Array(dimension);
  for (const word of wordsOf(text)) counts[word.length % dimension]! += 1;
  return counts;
}

/** An embedder of any kind: the vector of a text is `vectorOf(text)`. */
class WordEmbedder<Vector> {
  readonly modelName = 'words';
  readonly dimension = dimension;
  readonly vectorOf: (text: string) => Vector;

  constructor(vectorOf: (text: string) => Vector) {
    this.vectorOf = vectorOf;
  }

  async passageEmbed(documents: readonly string[], options: EmbedderCallOptions = {}): Promise<Vector[]> {
    const { signal, onProgress } = options;
    requireTexts(documents, 'documents');
    signal?.throwIfAborted();
    onProgress?.({ phase: 'embed', subject: this.modelName, completed: 0, total: documents.length, unit: 'items' });
    const vectors = documents.map(this.vectorOf);
    onProgress?.({
      phase: 'embed',
      subject: this.modelName,
      completed: documents.length,
      total: documents.length,
      unit: 'items',
    });
    return vectors;
  }

  async queryEmbed(query: string, { signal }: EmbedderCallOptions = {}): Promise<Vector> {
    requireText(query, 'query');
    signal?.throwIfAborted();
    return this.vectorOf(query);
  }
}

export const denseWords = (): Embedder => new WordEmbedder(countsOf);

export const sparseWords = (): SparseEmbedder =>
  new WordEmbedder<SparseVector>((text) => {
    const lengths = new Set(wordsOf(text).map(({ length }) => length));
    return { indices: Uint32Array.from(lengths), values: Float32Array.from(lengths) };
  });

export const rowsOfWords = (): MultiVectorEmbedder => new WordEmbedder((text) => wordsOf(text).map(countsOf));

/** Embeds each word as a vector of length 1, and a text as the sum of its word vectors. */
export class WordsWithTokens extends WordEmbedder<Float32Array> implements TokenEmbedder {
  readonly hasTokenVectors = true;
  readonly #words = new WordEmbedder<TokenEmbedding>((text) => {
    const tokenVectors = wordsOf(text).map(countsOf);
    return { vector: countsOf(text), tokenVectors };
  });
  readonly #spans = new WordEmbedder<TextSpan[]>((text) =>
    [...text.matchAll(/\S+|^$/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length })),
  );

  constructor() {
    super(countsOf);
  }

  passageEmbedWithTokens(documents: readonly string[], options?: EmbedderCallOptions): Promise<TokenEmbedding[]> {
    return this.#words.passageEmbed(documents, options);
  }

  queryEmbedWithTokens(query: string, options?: EmbedderCallOptions): Promise<TokenEmbedding> {
    return this.#words.queryEmbed(query, options);
  }

  passageTokenSpans(documents: readonly string[], options?: EmbedderCallOptions): Promise<TextSpan[][]> {
    return this.#spans.passageEmbed(documents, options);
  }

  queryTokenSpans(query: string, options?: EmbedderCallOptions): Promise<TextSpan[]> {
    return this.#spans.queryEmbed(query, options);
  }
}

/** Ranks documents by the number of their words that occur in the query. */
export class CommonWords implements Reranker {
  readonly modelName = 'common-words';

  async rerank(
    query: string,
    documents: readonly string[],
    { topK = documents.length, signal }: RerankOptions = {},
  ): Promise<RankedDocument[]> {
    requireText(query, 'query');
    requireTexts(documents, 'documents');
    requireInteger(topK, 'topK', { min: 0 });
    signal?.throwIfAborted();
    const wanted = new Set(wordsOf(query));
    return documents
      .map((document, index) => ({ index, document, score: wordsOf(document).filter((w) => wanted.has(w)).length }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, topK);
  }
}
