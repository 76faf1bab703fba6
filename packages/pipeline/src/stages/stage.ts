import type { Embedder, MultiVectorEmbedder, PointId, Reranker, SparseEmbedder, TokenEmbedder } from '@x/core';

import type { FusionFunction } from './fusion.ts';

/** Any embedder. Its vectors are stored, and its query vectors search them. */
export type AnyEmbedder = Embedder | SparseEmbedder | MultiVectorEmbedder;

/** Context of a custom stage function. */
export interface StageContext {
  /** Aborted when the search is aborted or the stage's timeout expires. */
  readonly signal?: AbortSignal;
}

/** A document found by a stage. */
export interface FoundDocument<Payload extends object> {
  readonly id: PointId;
  readonly payload: Payload;
  /** Higher is better. For a store whose scores are distances, the negative distance. */
  readonly score: number;
}

/** A document between stages. */
export interface StageDocument<Payload extends object> extends FoundDocument<Payload> {
  /** The text that a reranker reads: the document's text, or its passage. */
  readonly text: string;
}

/** Keys of other kinds of stages; absent, so that the compiler can distinguish stages by their keys. */
type Without<Key extends 'retrieve' | 'embedder' | 'with' | 'fuse' | 'maxSim' | 'rerank' | 'cut'> = {
  readonly [K in Key]?: undefined;
};

interface RetrieveBase extends Without<'fuse' | 'maxSim' | 'rerank' | 'cut'> {
  /** Name of the stage. Hits contain their rank and score of the stage under this name. */
  readonly retrieve: string;
  /** Maximum number of documents. @default the `candidates` of the search */
  readonly limit?: number;
  /** Milliseconds after which the search fails. @default none */
  readonly timeoutMs?: number;
}

/** Retrieves documents by the vectors of one embedder. Consecutive retrieve stages run concurrently. */
export interface EmbeddingRetrieveStage extends RetrieveBase, Without<'with'> {
  readonly embedder: AnyEmbedder;
  /** Name of the vector in the store. @default the store's single unnamed vector */
  readonly using?: string;
}

/** Retrieves documents with a custom function. */
export interface CustomRetrieveStage<Payload extends object> extends RetrieveBase, Without<'embedder'> {
  readonly with: (
    query: string,
    context: StageContext & { readonly limit: number; readonly filter?: unknown },
  ) => Promise<readonly FoundDocument<Payload>[]>;
}

/** Merges all lists before it into one. */
export interface FuseStage extends Without<'retrieve' | 'maxSim' | 'rerank' | 'cut'> {
  readonly fuse: string;
  /** @default reciprocalRankFusion() */
  readonly with?: FusionFunction;
}

/**
 * Merges all lists before it into one: their union, ordered by the similarity of its tokens to the query's tokens (MaxSim).
 *
 * Each query token contributes the similarity of its best token in the document, weighted by the rarity of its word. The weight is
 * `ln(1 + (N − n + 0.5) / (n + 0.5))`, at most 5, for a word in `n` of `N` documents, and 0.2 for a stop word. The score is the weighted mean,
 * from −1 to 1 up to rounding. All tokens of the text have the same weight if no stage before it has an embedder that identifies words
 * (`SparseEmbedder.queryWords`).
 *
 * The store computes it in one call. The stages before it run separately only for a search with `explain`.
 */
export interface MaxSimStage extends Without<'retrieve' | 'with' | 'fuse' | 'rerank' | 'cut'> {
  readonly maxSim: string;
  /** Returns the token vectors of documents and queries. */
  readonly embedder: TokenEmbedder;
  /** Name of the store's multivector. Its rows are compared by dot product, so that the weights of the query's rows count. */
  readonly using: string;
  /** Milliseconds after which the search fails. @default none */
  readonly timeoutMs?: number;
}

/** Scores the documents again, with a reranker or a function that returns one score per document. */
export interface RerankStage<Payload extends object> extends Without<'retrieve' | 'fuse' | 'maxSim' | 'cut'> {
  readonly rerank: string;
  readonly reranker?: Reranker;
  readonly with?: (
    query: string,
    documents: readonly StageDocument<Payload>[],
    context: StageContext,
  ) => Promise<readonly number[]>;
  /** Number of best documents to score; the others follow in their previous order. @default all */
  readonly top?: number;
  /**
   * Weight of the new score relative to the previous score, from 0 to 1. Both are first standardized over the scored documents (mean 0, deviation 1).
   * @default 1: only the new score counts
   */
  readonly weight?: number;
  /** Milliseconds after which the stage counts as failed. @default none */
  readonly timeoutMs?: number;
}

/** Keeps only the best documents. */
export interface CutStage extends Without<'retrieve' | 'fuse' | 'maxSim' | 'rerank'> {
  readonly cut: number;
}

/** One step of a search. */
export type Stage<Payload extends object> =
  | EmbeddingRetrieveStage
  | CustomRetrieveStage<Payload>
  | FuseStage
  | MaxSimStage
  | RerankStage<Payload>
  | CutStage;
