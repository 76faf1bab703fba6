import type { Embedder, Reranker, SparseEmbedder } from '@x/core';
import type { EmbeddingRetrieveStage, Stage } from '@x/pipeline';

import type { FirstStage } from '../contract.ts';

/** What is stored beside a text's vectors. */
export interface TextPayload {
  readonly text: string;
}

/** What finds texts: by words, and by meaning where there is an embedder. */
export interface TextEmbedders {
  readonly words: SparseEmbedder;
  readonly dense: Embedder | undefined;
}

/** One retrieve stage for each kind of vectors, called like the vectors. */
export function retrieveStages({ words, dense }: TextEmbedders): EmbeddingRetrieveStage[] {
  const byWords = { retrieve: 'words', using: 'words', embedder: words };
  return dense === undefined ? [byWords] : [{ retrieve: 'dense', using: 'dense', embedder: dense }, byWords];
}

/** What follows a first stage: hybrid's lists are fused by their ranks and cut, so that a reranker gets as many as of one list. */
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
