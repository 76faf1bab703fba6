import type { Chunker, Embedder, NamedVectorStore, PointId, Reranker, VectorStore } from '@x/core';

import type { PipelineEventListener } from './events.ts';
import type { IndexProgress } from './indexing/index-report.ts';
import type { Stage } from './stages/stage.ts';

interface PipelineBase<Payload extends object> {
  /** The text of a document, which is embedded and reranked. @default (payload) => payload.text */
  readonly text?: (payload: Payload) => string;
  /** Divides long documents into passages when they are indexed. @default none: a document is one passage */
  readonly chunker?: Chunker;
  /**
   * What a reranker that fails or is late does to a search: `error` rejects it, `first-stage` keeps the order before it and says so in
   * `degraded`. @default 'error'
   */
  readonly whenRerankFails?: 'error' | 'first-stage';
  /** Receives an event at the start and at the end of each call and stage. */
  readonly onEvent?: PipelineEventListener;
}

/** The parts of a search in two stages. It borrows them: whoever made them disposes of them. */
export interface SearchPipelineOptions<Payload extends object> extends PipelineBase<Payload> {
  readonly store: VectorStore<Payload>;
  readonly embedder: Embedder;
  /** Re-orders what the store finds. @default none: the store's order stands */
  readonly reranker?: Reranker;
  /** How much the reranker counts beside the store's score, 0 to 1: see `RerankStage.weight`. @default 1 */
  readonly rerankWeight?: number;
  /** Milliseconds that the reranker may take. @default none */
  readonly rerankTimeoutMs?: number;
}

/** The parts of a search in stages of your own. It borrows them: whoever made them disposes of them. */
export interface StagedPipelineOptions<Payload extends object> extends PipelineBase<Payload> {
  readonly store: NamedVectorStore<Payload>;
  /** In order: retrieve, fuse after several of them, then rerank and cut as often as wanted. */
  readonly stages: readonly Stage<Payload>[];
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
  /** Passages that are embedded and stored together. @default 64 */
  readonly batchSize?: number;
  /** Removes documents of earlier runs that this run's source did not have. @default false */
  readonly removeVanished?: boolean;
  /** What a document that cannot be indexed does: `stop` ends the run, `skip` is reported at the end. @default 'stop' */
  readonly onFailure?: 'stop' | 'skip';
  /** How many documents there are, where the source cannot say: for progress. */
  readonly total?: number;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an event per batch, with rate and time left. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Options of {@link SearchPipeline.search}. */
export interface SearchOptions {
  /** How many documents each retrieve stage finds. @default 30, or `topK` where that is more */
  readonly candidates?: number;
  /** How many hits to return. @default 10 */
  readonly topK?: number;
  /** A condition in the store's own language, passed through untouched. */
  readonly filter?: unknown;
  /** Adds a sentence to each hit that says why it is where it is. @default false */
  readonly explain?: boolean;
  /** Milliseconds after which the call rejects with a `TimeoutError`. @default none */
  readonly timeoutMs?: number;
  /** Cancels between stages and micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}
