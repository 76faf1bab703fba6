import type { TextSpan } from './chunker.ts';
import type { EmbedderCallOptions } from './embedder.ts';

/** A sparse vector: `values[i]` is the value of dimension `indices[i]`. Indices are unique unsigned 32-bit integers. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** A word of a text and its dimension in the text's sparse vector. */
export interface SparseWord extends TextSpan {
  readonly index: number;
}

/** Embeds texts as sparse vectors, such as BM25 or SPLADE weights. Its calls follow the rules of `Embedder`. */
export interface SparseEmbedder {
  readonly modelName: string;
  /** Identifies the settings that change the vectors of documents, see `Embedder`. */
  readonly documentSettings?: string | undefined;
  /** Returns one vector per document, in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<SparseVector[]>;
  /** Returns the vector of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<SparseVector>;
  /**
   * Returns the words of a search query that have a dimension in its vector, in text order; stop words have none. The method is absent or
   * returns an empty array when dimensions do not represent words of the text.
   */
  queryWords?(query: string): Promise<readonly SparseWord[]>;
}
