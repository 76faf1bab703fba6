import type { TextSpan } from './chunker.ts';
import type { EmbedderCallOptions } from './embedder.ts';

/** A sparse vector: `values[i]` stands at dimension `indices[i]`; indices are unique unsigned 32-bit integers. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** A word of a text, and its dimension in the text's sparse vector. */
export interface SparseWord extends TextSpan {
  readonly index: number;
}

/** Turns texts into sparse vectors, such as BM25 or SPLADE weights, and keeps to what `Embedder` says. */
export interface SparseEmbedder {
  readonly modelName: string;
  /** One vector per document, in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<SparseVector[]>;
  /** The vector of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<SparseVector>;
  /**
   * The words of a search query that its vector has a dimension for, in their order; stop words have none. Absent, or without a result, where
   * dimensions do not stand for words of the text.
   */
  queryWords?(query: string): Promise<readonly SparseWord[]>;
}
