import type { Embedder } from '@x/core';

import { requireDocumentEmbedder, requireEmbedder } from '../require-embedder.ts';

/** What LangChain's vector stores embed with: the structure of `EmbeddingsInterface` of `@langchain/core` 1. */
export interface LangChainEmbeddings {
  /** One vector per document, in their order. */
  embedDocuments(documents: string[]): Promise<number[][]>;
  /** The vector of one search query. */
  embedQuery(query: string): Promise<number[]>;
}

/**
 * Makes embeddings for LangChain of an embedder. Whoever loaded the embedder disposes of it.
 *
 * @throws {InvalidArgumentError} when it is no embedder, or one that embeds queries alone.
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
    // Plain arrays, as LangChain has them: a Float32Array becomes an object in JSON.
    embedDocuments: async (documents) => (await embedder.passageEmbed(documents)).map((vector) => Array.from(vector)),
    embedQuery: async (query) => Array.from(await embedder.queryEmbed(query)),
  };
}
