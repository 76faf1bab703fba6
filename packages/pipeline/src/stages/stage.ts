import type { Embedder, MultiVectorEmbedder, PointId, Reranker, SparseEmbedder } from '@x/core';

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
type Without<Key extends 'retrieve' | 'embedder' | 'with' | 'fuse' | 'rerank' | 'cut'> = {
  readonly [K in Key]?: undefined;
};

interface RetrieveBase extends Without<'fuse' | 'rerank' | 'cut'> {
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
export interface FuseStage extends Without<'retrieve' | 'rerank' | 'cut'> {
  readonly fuse: string;
  /** @default reciprocalRankFusion() */
  readonly with?: FusionFunction;
}

/** Judges the documents anew, with a reranker or a function that gives each of them a score. */
export interface RerankStage<Payload extends object> extends Without<'retrieve' | 'fuse' | 'cut'> {
  readonly rerank: string;
  readonly reranker?: Reranker;
  readonly with?: (
    query: string,
    documents: readonly StageDocument<Payload>[],
    context: StageContext,
  ) => Promise<readonly number[]>;
  /**
   * How much the reranker's score counts, from 0 to 1, beside the score before it; both are scaled to 0 … 1 among the query's candidates
   * first. @default 1: it alone decides
   */
  readonly weight?: number;
  /** Milliseconds after which the stage counts as failed. @default none */
  readonly timeoutMs?: number;
}

/** Keeps the best documents only. */
export interface CutStage extends Without<'retrieve' | 'fuse' | 'rerank'> {
  readonly cut: number;
}

/** One step of a search. */
export type Stage<Payload extends object> =
  | EmbeddingRetrieveStage
  | CustomRetrieveStage<Payload>
  | FuseStage
  | RerankStage<Payload>
  | CutStage;
