import type { Embedder, PointId, ProgressListener, Reranker, VectorStore } from '@x/core';

/** The parts of a search pipeline. It borrows them: whoever made them disposes of them. */
export interface SearchPipelineOptions<Payload extends object> {
  readonly embedder: Embedder;
  readonly store: VectorStore<Payload>;
  /** Re-orders what the store finds. @default none: the store's order stands */
  readonly reranker?: Reranker;
  /** The text of a document, which is embedded and reranked. @default (payload) => payload.text */
  readonly text?: (payload: Payload) => string;
}

/** A document to be found later. */
export interface PipelineDocument<Payload extends object> {
  /** An unsigned 64-bit integer or a UUID; a document with the id of an earlier one replaces it. */
  readonly id: PointId;
  /** Kept beside the vector and returned with every hit. */
  readonly payload: Payload;
}

/** Options of {@link SearchPipeline.index}. */
export interface IndexOptions {
  /** Documents that are embedded and stored together. @default 64 */
  readonly batchSize?: number;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an `index` event per stored batch. */
  readonly onProgress?: ProgressListener;
}

/** Options of {@link SearchPipeline.search}. */
export interface SearchOptions {
  /** How many documents the store finds for the reranker to judge. @default 30, or `topK` where that is more */
  readonly candidates?: number;
  /** How many hits to return. @default 10 */
  readonly topK?: number;
  /** A condition in the store's own language, passed through untouched. */
  readonly filter?: unknown;
  /** Cancels between stages and micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}
