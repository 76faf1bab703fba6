import type { Chunker, Embedder, Reranker, SparseEmbedder, TokenEmbedder } from '@x/core';

/** The models that create and search an index. */
export interface SearchModels extends AsyncDisposable {
  readonly embedder: Embedder | TokenEmbedder;
  readonly words: SparseEmbedder;
  /** Splits texts into passages that fit into the embedder's limit. */
  readonly chunker: Chunker;
  /** Reranks the best passages. Absent without reranking. */
  readonly reranker?: Reranker;
}

/** The default models, which are bundled with this program. */
export const defaultModel = 'sentence-transformers/all-MiniLM-L6-v2';
export const defaultReranker = 'x/bge-small-reranker-en';

/** The maximum number of tokens of a passage. The default model takes 256, which leaves room for the headings before the passage. */
export const passageTokens = 190;

/** Returns whether an embedder returns token vectors, which compare query and passage token by token. */
export function hasTokens(embedder: Embedder | TokenEmbedder): embedder is TokenEmbedder {
  return 'hasTokenVectors' in embedder && embedder.hasTokenVectors;
}
