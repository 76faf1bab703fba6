import type { Chunker, Embedder, NamedVectorStore, Reranker, VectorStore } from '@x/core';

import type { PipelineEventListener } from './events.ts';
import type { SearchParts } from './stages/search-store-stages.ts';
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
  /** One that is no `SearchStore`. */
  readonly store: VectorStore<Payload> & { readonly searchVectors?: undefined };
  readonly embedder: Embedder;
  /** Re-orders what the store finds. @default none: the store's order stands */
  readonly reranker?: Reranker;
  /** How much the reranker counts beside the store's score, 0 to 1: see `RerankStage.weight`. @default 1 */
  readonly rerankWeight?: number;
  /** Milliseconds that the reranker may take. @default none */
  readonly rerankTimeoutMs?: number;
}

/** The parts of a search by meaning, words and tokens. It borrows them: whoever made them disposes of them. */
export interface SearchStorePipelineOptions<Payload extends object>
  extends PipelineBase<Payload>, SearchParts<Payload> {}

/** The parts of a search in stages of your own. It borrows them: whoever made them disposes of them. */
export interface StagedPipelineOptions<Payload extends object> extends PipelineBase<Payload> {
  readonly store: NamedVectorStore<Payload>;
  /** In order: retrieve, fuse after several of them, then rerank and cut as often as wanted. */
  readonly stages: readonly Stage<Payload>[];
}
