import {
  type EmbedderCallOptions,
  requireText,
  requireTexts,
  type SparseEmbedder,
  type SparseVector,
  type SparseWord,
  type TextSpan,
  type TokenEmbedder,
  type TokenEmbedding,
} from '@x/core';

const dimension = 32;
const stopWords = new Set(['a', 'is', 'of', 'the', 'who']);

/**
 * Maps each word to an axis by its first letter, and a text to the sum of its words. Records the number of texts of
 * each call.
 */
export class FakeTokenEmbedder implements TokenEmbedder {
  readonly modelName = 'letters';
  readonly dimension: number = dimension;
  readonly hasTokenVectors: boolean = true;
  readonly calls: string[] = [];

  async passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<Float32Array[]> {
    return (await this.#embed('passageEmbed', documents, options)).map(({ vector }) => vector);
  }

  async queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Float32Array> {
    return (await this.#embed('queryEmbed', [requireText(query, 'query')], options))[0]!.vector;
  }

  async passageEmbedWithTokens(documents: readonly string[], options?: EmbedderCallOptions): Promise<TokenEmbedding[]> {
    return this.#embed('passageEmbedWithTokens', documents, options);
  }

  async queryEmbedWithTokens(query: string, options?: EmbedderCallOptions): Promise<TokenEmbedding> {
    return (await this.#embed('queryEmbedWithTokens', [requireText(query, 'query')], options))[0]!;
  }

  async passageTokenSpans(documents: readonly string[], { signal }: EmbedderCallOptions = {}): Promise<TextSpan[][]> {
    signal?.throwIfAborted();
    return requireTexts(documents, 'documents').map(spansOf);
  }

  async queryTokenSpans(query: string, { signal }: EmbedderCallOptions = {}): Promise<TextSpan[]> {
    signal?.throwIfAborted();
    return spansOf(requireText(query, 'query'));
  }

  async #embed(
    call: string,
    texts: readonly string[],
    { signal, onProgress }: EmbedderCallOptions = {},
  ): Promise<TokenEmbedding[]> {
    signal?.throwIfAborted();
    requireTexts(texts, 'documents');
    this.calls.push(`${call} ${texts.length}`);
    const progress = { phase: 'embed', subject: this.modelName, total: texts.length, unit: 'items' } as const;
    onProgress?.({ ...progress, completed: 0 });
    onProgress?.({ ...progress, completed: texts.length });
    return texts.map(embeddingOf);
  }
}

/** Maps each word except stop words to a dimension. */
export class FakeWordEmbedder implements SparseEmbedder {
  readonly modelName = 'words';

  async passageEmbed(documents: readonly string[], { signal }: EmbedderCallOptions = {}): Promise<SparseVector[]> {
    signal?.throwIfAborted();
    return requireTexts(documents, 'documents').map(sparseOf);
  }

  async queryEmbed(query: string, { signal }: EmbedderCallOptions = {}): Promise<SparseVector> {
    signal?.throwIfAborted();
    return sparseOf(requireText(query, 'query'));
  }

  async queryWords(query: string): Promise<SparseWord[]> {
    return wordsOf(query);
  }
}

/** Returns one token per word and per other visible character, between two special tokens. */
function spansOf(text: string): TextSpan[] {
  const spans = Array.from(text.matchAll(/\w+|[^\w\s]/g), ({ 0: token, index }) => {
    return { start: index, end: index + token.length };
  });
  return [{ start: 0, end: 0 }, ...spans, { start: text.length, end: text.length }];
}

function embeddingOf(text: string): TokenEmbedding {
  const tokenVectors = spansOf(text).map(({ start, end }) => axis(text.slice(start, end)));
  const sum = tokenVectors.reduce((total, row) => total.map((value, index) => value + row[index]!));
  const length = Math.hypot(...sum);
  return { vector: sum.map((value) => value / length), tokenVectors };
}

function axis(token: string): Float32Array {
  const vector = new Float32Array(dimension);
  vector[token === '' ? 0 : 1 + ((token.toLowerCase().codePointAt(0) ?? 0) % (dimension - 1))] = 1;
  return vector;
}

function wordsOf(text: string): SparseWord[] {
  const words = Array.from(text.matchAll(/\w+/g)).filter(([word]) => !stopWords.has(word.toLowerCase()));
  return words.map(({ 0: word, index }) => ({ index: hashOf(word), start: index, end: index + word.length }));
}

function hashOf(word: string): number {
  return Buffer.from(word.toLowerCase()).reduce((hash, byte) => (hash * 31 + byte) % 2 ** 31, 7);
}

function sparseOf(text: string): SparseVector {
  const indices = Uint32Array.from(new Set(wordsOf(text).map(({ index }) => index)));
  return { indices, values: new Float32Array(indices.length).fill(1) };
}
