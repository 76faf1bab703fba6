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
  /** Gives the vectors of texts; a `TokenEmbedder`, with token vectors, where the store keeps tokens. */
  readonly embedder: TokenEmbedder | Embedder;
  /** Gives the vectors of words; needed where the store keeps them. */
  readonly words?: SparseEmbedder;
  /** Judges the best that the store finds. @default none: the store's order stands */
  readonly reranker?: Reranker;
  /** How many the reranker judges. @default 10 */
  readonly rerankTop?: number;
  /** How much the reranker counts beside the order before it, 0 to 1: see `RerankStage.weight`. @default 0.5 */
  readonly rerankWeight?: number;
  /** Milliseconds that the reranker may take. @default none */
  readonly rerankTimeoutMs?: number;
}

// Chosen on the set `covidqa_dev` alone: eval/README.md.
const defaultRerankTop = 10;
const defaultRerankWeight = 0.5;

/**
 * The stages of a search over a store that keeps words or tokens: `dense` and `words` find, `maxSim` orders (`fuse`, where the store has no
 * tokens), `rerank` judges the best.
 *
 * @throws {InvalidArgumentError} when the store keeps words and nobody gives their vectors, or the other way round, it keeps tokens and the
 *   embedder has none, or their dimensions differ.
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
    const expected =
      words === undefined
        ? "an embedder of words, such as SparseTextEmbedding.load('Qdrant/bm25'), since the store keeps words"
        : 'none, since the store keeps no words';
    throw new InvalidArgumentError({ parameter: 'words', value: words?.modelName, expected });
  }
  if (embedder.dimension !== dimension) {
    const expected = `a model of ${dimension} components, which is the store's dimension; '${embedder.modelName}' has ${embedder.dimension}`;
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder.dimension, expected });
  }
  const { dense, tokens } = searchVectors;
  const tokenEmbedder = 'hasTokenVectors' in embedder && embedder.hasTokenVectors ? embedder : undefined;
  if (tokens !== undefined && tokenEmbedder === undefined) {
    const expected =
      'a model with token vectors, which is pooled by the mean of its tokens, since the store keeps tokens; or a store without them (createSearchStore with tokens: false)';
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder.modelName, expected });
  }
  const stages: Stage<Payload>[] = [{ retrieve: 'dense', embedder, using: dense }];
  if (words !== undefined) stages.push({ retrieve: 'words', embedder: words, using: searchVectors.words! });
  if (tokens !== undefined) stages.push({ maxSim: 'maxSim', embedder: tokenEmbedder!, using: tokens });
  else if (words !== undefined) stages.push({ fuse: 'fuse' });
  if (reranker !== undefined) {
    const call = { top: rerankTop, weight: rerankWeight, ...(timeoutMs && { timeoutMs }) };
    stages.push({ rerank: 'rerank', reranker, ...call });
  }
  return stages;
}
