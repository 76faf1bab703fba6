import type { Chunker, Embedder, Reranker, SparseEmbedder, TokenEmbedder } from '@x/core';

/** The models that an index is made and searched with. */
export interface SearchModels extends AsyncDisposable {
  readonly embedder: Embedder | TokenEmbedder;
  readonly words: SparseEmbedder;
  /** Divides texts into passages that the embedder reads whole. */
  readonly chunker: Chunker;
  /** Judges the best passages; absent where none is wanted. */
  readonly reranker?: Reranker;
}

/** Bundled with this program. */
export const defaultModel = 'sentence-transformers/all-MiniLM-L6-v2';
export const defaultReranker = 'x/bge-small-reranker-en';

/** Most tokens of a passage: leaves room in the 256 of the default model for the headings above it. */
export const passageTokens = 190;

/** Whether an embedder gives the vectors of a text's tokens, by which passages are compared word by word. */
export function hasTokens(embedder: Embedder | TokenEmbedder): embedder is TokenEmbedder {
  return 'hasTokenVectors' in embedder && embedder.hasTokenVectors;
}
