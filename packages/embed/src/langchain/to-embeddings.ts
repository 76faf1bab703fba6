import { type Embedder, requireEmbedding, requireEmbeddings } from '@x/core';

import { requireDocumentEmbedder, requireEmbedder } from '../require-embedder.ts';

/** Embeddings for LangChain's vector stores, with the structure of `EmbeddingsInterface` of `@langchain/core` 1. */
export interface LangChainEmbeddings {
  /** Returns one vector per document, in input order. */
  embedDocuments(documents: string[]): Promise<number[][]>;
  /** Returns the vector of one search query. */
  embedQuery(query: string): Promise<number[]>;
}

/**
 * Wraps an embedder as embeddings for LangChain. The caller still disposes of the embedder.
 *
 * @throws {InvalidArgumentError} when `embedder` is not an embedder, or embeds only queries.
 *
 * @example
 * const embeddings = toEmbeddings(embedder);
 * const store = new MemoryVectorStore(embeddings);
 * (await embeddings.embedQuery('who collects nectar?')).length; // => 384
 */
export function toEmbeddings(embedder: Embedder): LangChainEmbeddings {
  requireEmbedder(embedder, 'embedder');
  requireDocumentEmbedder(embedder, 'embedder');
  return {
    // LangChain uses plain arrays: a Float32Array becomes an object in JSON.
    async embedDocuments(documents) {
      const vectors = requireEmbeddings(embedder, await embedder.passageEmbed(documents), documents.length);
      return vectors.map((vector) => Array.from(vector));
    },
    embedQuery: async (query) => Array.from(requireEmbedding(embedder, await embedder.queryEmbed(query))),
  };
}
