import type { Embedder, Reranker, SparseEmbedder } from '@x/core';
import type { EmbeddingRetrieveStage, Stage } from '@x/pipeline';

import type { FirstStage } from '../contract.ts';

/** The payload of a text. */
export interface TextPayload {
  readonly text: string;
}

/** The embedders of a search: BM25, and a dense embedder if one is loaded. */
export interface TextEmbedders {
  readonly words: SparseEmbedder;
  readonly dense: Embedder | undefined;
}

/** Returns a retrieve stage for each kind of vectors, with the same name as the vectors. */
export function retrieveStages({ words, dense }: TextEmbedders): EmbeddingRetrieveStage[] {
  const byWords = { retrieve: 'words', using: 'words', embedder: words };
  return dense === undefined ? [byWords] : [{ retrieve: 'dense', using: 'dense', embedder: dense }, byWords];
}

/** Returns the stages of a search in two stages. Hybrid search fuses its lists by rank and keeps as many candidates as one list has. */
export function searchStages(
  embedders: TextEmbedders,
  {
    firstStage,
    candidates,
    reranker,
  }: { readonly firstStage: FirstStage; readonly candidates: number; readonly reranker: Reranker | undefined },
): Stage<TextPayload>[] {
  const isHybrid = firstStage === 'hybrid';
  const retrieve = retrieveStages(embedders).filter((stage) => isHybrid || stage.retrieve === firstStage);
  const fuse = isHybrid ? [{ fuse: 'fuse' }, { cut: candidates }] : [];
  return [...retrieve, ...fuse, ...(reranker === undefined ? [] : [{ rerank: 'rerank', reranker }])];
}
