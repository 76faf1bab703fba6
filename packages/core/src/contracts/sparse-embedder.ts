import type { EmbedderCallOptions } from './embedder.ts';

/** A sparse vector: `values[i]` stands at dimension `indices[i]`; indices are unique unsigned 32-bit integers. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** Turns texts into sparse vectors, such as BM25 or SPLADE weights, and keeps to what `Embedder` says. */
export interface SparseEmbedder {
  readonly modelName: string;
  /** One vector per document, in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<SparseVector[]>;
  /** The vector of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<SparseVector>;
}
