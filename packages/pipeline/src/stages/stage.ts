import type { Embedder, MultiVectorEmbedder, PointId, Reranker, SparseEmbedder, TokenEmbedder } from '@x/core';

import type { FusionFunction } from './fusion.ts';

/** Any embedder: its vectors go to the store, and its query vectors search there. */
export type AnyEmbedder = Embedder | SparseEmbedder | MultiVectorEmbedder;

/** What a function in the place of a stage is told. */
export interface StageContext {
  /** Aborted when the search is, or when the stage's time is up. */
  readonly signal?: AbortSignal;
}

/** A document as a stage found it. */
export interface FoundDocument<Payload extends object> {
  readonly id: PointId;
  readonly payload: Payload;
  /** Higher is better: where a store's scores are distances, a stage is given their negatives. */
  readonly score: number;
}

/** A document between stages. */
export interface StageDocument<Payload extends object> extends FoundDocument<Payload> {
  /** What a reranker reads: the document's text, or that of its passage. */
  readonly text: string;
}

/** Keys that belong to other kinds of stages: absent, so that the compiler can tell stages apart while they are typed. */
type Without<Key extends 'retrieve' | 'embedder' | 'with' | 'fuse' | 'maxSim' | 'rerank' | 'cut'> = {
  readonly [K in Key]?: undefined;
};

interface RetrieveBase extends Without<'fuse' | 'maxSim' | 'rerank' | 'cut'> {
  /** The stage's name, under which hits tell where they stood. */
  readonly retrieve: string;
  /** How many documents. @default the `candidates` of the search */
  readonly limit?: number;
  /** Milliseconds after which the search fails. @default none */
  readonly timeoutMs?: number;
}

/** Finds documents by the vectors of one embedder. Retrieve stages in a row run at the same time. */
export interface EmbeddingRetrieveStage extends RetrieveBase, Without<'with'> {
  readonly embedder: AnyEmbedder;
  /** Name of the vector in the store. @default the store's only, unnamed one */
  readonly using?: string;
}

/** Finds documents in a way of your own. */
export interface CustomRetrieveStage<Payload extends object> extends RetrieveBase, Without<'embedder'> {
  readonly with: (
    query: string,
    context: StageContext & { readonly limit: number; readonly filter?: unknown },
  ) => Promise<readonly FoundDocument<Payload>[]>;
}

/** Makes one list of all before it. */
export interface FuseStage extends Without<'retrieve' | 'maxSim' | 'rerank' | 'cut'> {
  readonly fuse: string;
  /** @default reciprocalRankFusion() */
  readonly with?: FusionFunction;
}

/**
 * Makes one list of all before it: their union, in the order of the similarity of their tokens to the query's (MaxSim).
 *
 * Each token of the query counts with its best token in the document, as much as its word is rare: `ln(1 + (N − n + 0.5) / (n + 0.5))`, at
 * most 5, for a word that `n` of `N` documents have; 0.2 for a stop word. The score is the mean, from −1 to 1 but for rounding. Where no stage before it has
 * an embedder that tells words (`SparseEmbedder.queryWords`), all tokens of the text count alike.
 *
 * The store does it in one call; the stages before it run by themselves only when a search is asked to `explain`.
 */
export interface MaxSimStage extends Without<'retrieve' | 'with' | 'fuse' | 'rerank' | 'cut'> {
  readonly maxSim: string;
  /** Gives the token vectors of documents and queries. */
  readonly embedder: TokenEmbedder;
  /** Name of the store's multivector. Its rows are compared by their dot product, so that the weights of the query's rows count. */
  readonly using: string;
  /** Milliseconds after which the search fails. @default none */
  readonly timeoutMs?: number;
}

/** Judges the documents anew, with a reranker or a function that gives each of them a score. */
export interface RerankStage<Payload extends object> extends Without<'retrieve' | 'fuse' | 'maxSim' | 'cut'> {
  readonly rerank: string;
  readonly reranker?: Reranker;
  readonly with?: (
    query: string,
    documents: readonly StageDocument<Payload>[],
    context: StageContext,
  ) => Promise<readonly number[]>;
  /** How many of the best documents are judged; the others follow behind them, in their order. @default all */
  readonly top?: number;
  /**
   * How much the new score counts, from 0 to 1, beside the score before it; both are standardised among the judged documents first (mean 0,
   * deviation 1). @default 1: it alone decides
   */
  readonly weight?: number;
  /** Milliseconds after which the stage counts as failed. @default none */
  readonly timeoutMs?: number;
}

/** Keeps the best documents only. */
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
