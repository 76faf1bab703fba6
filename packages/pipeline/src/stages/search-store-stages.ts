import {
  type Embedder,
  InvalidArgumentError,
  type Reranker,
  type SearchStore,
  type SparseEmbedder,
  type TokenEmbedder,
} from '@x/core';

import type { Stage } from './stage.ts';

/** The parts of a search by meaning, words and tokens. */
export interface SearchParts<Payload extends object> {
  readonly store: SearchStore<Payload>;
  /** Embeds texts. Must be a `TokenEmbedder` with token vectors when the store keeps tokens. */
  readonly embedder: TokenEmbedder | Embedder;
  /** Embeds words. Required when the store keeps words. */
  readonly words?: SparseEmbedder;
  /** Reranks the best documents that the store finds. @default none: keeps the store's order */
  readonly reranker?: Reranker;
  /** Number of documents that the reranker scores. @default 10 */
  readonly rerankTop?: number;
  /** Weight of the reranker relative to the order before it, 0 to 1: see `RerankStage.weight`. @default 0.5 */
  readonly rerankWeight?: number;
  /** Timeout of the reranker in milliseconds. @default none */
  readonly rerankTimeoutMs?: number;
}

// Chosen on the set `covidqa_dev` only: eval/README.md.
const defaultRerankTop = 10;
const defaultRerankWeight = 0.5;

/**
 * Returns the stages of a search over a store that keeps words or tokens. `dense` and `words` retrieve, `maxSim` orders (`fuse` when the
 * store keeps no tokens), and `rerank` scores the best.
 *
 * @throws {InvalidArgumentError} when the store keeps words and there is no embedder of words, or the other way round; when the store keeps
 * tokens and the embedder has no token vectors; or when the dimensions differ.
 */
export function searchStoreStages<Payload extends object>({
  store: { searchVectors, dimension },
  embedder,
  words,
  reranker,
  rerankTop = defaultRerankTop,
  rerankWeight = defaultRerankWeight,
  rerankTimeoutMs: timeoutMs,
}: SearchParts<Payload>): Stage<Payload>[] {
  if ((words === undefined) !== (searchVectors.words === undefined)) {
    const facts =
      words === undefined
        ? {
            expected: "an embedder of words, e.g. from SparseTextEmbedding.load('Qdrant/bm25')",
            advice: 'The store keeps words.',
          }
        : { expected: 'omitted', advice: 'The store keeps no words.' };
    throw new InvalidArgumentError({ parameter: 'words', value: words?.modelName, ...facts });
  }
  if (embedder.dimension !== dimension) {
    const expected = `a model with the dimension ${dimension} of the store`;
    const problem = (shown: string) =>
      `embedder must have the dimension of the store, ${dimension}, but '${embedder.modelName}' has ${shown}.`;
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder.dimension, expected, problem });
  }
  const { dense, tokens } = searchVectors;
  const tokenEmbedder = 'hasTokenVectors' in embedder && embedder.hasTokenVectors ? embedder : undefined;
  if (tokens !== undefined && tokenEmbedder === undefined) {
    const expected = 'a model with token vectors (mean pooling)';
    const advice =
      'The store keeps token vectors. For a store without them, call createSearchStore with tokens: false.';
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder.modelName, expected, advice });
  }
  const stages: Stage<Payload>[] = [{ retrieve: 'dense', embedder, using: dense }];
  if (words !== undefined) stages.push({ retrieve: 'words', embedder: words, using: searchVectors.words! });
  if (tokens !== undefined) stages.push({ maxSim: 'maxSim', embedder: tokenEmbedder!, using: tokens });
  else if (words !== undefined) stages.push({ fuse: 'fuse' });
  if (reranker !== undefined) {
    const call = { top: rerankTop, weight: rerankWeight, ...(timeoutMs !== undefined && { timeoutMs }) };
    stages.push({ rerank: 'rerank', reranker, ...call });
  }
  return stages;
}
