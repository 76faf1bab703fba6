import type { Chunker, Embedder, NamedVectorStore, Reranker, VectorStore } from '@x/core';

import type { PipelineEventListener } from './events.ts';
import type { SearchParts } from './stages/search-store-stages.ts';
import type { Stage } from './stages/stage.ts';

interface PipelineBase<Payload extends object> {
  /** Returns the text of a document, which is embedded and reranked. @default (payload) => payload.text */
  readonly text?: (payload: Payload) => string;
  /** Splits long documents into passages when they are indexed. @default none: each document is one passage */
  readonly chunker?: Chunker;
  /**
   * What happens when a reranker fails or times out: `error` rejects the search; `first-stage` keeps the previous order and reports it
   * in `degraded`. @default 'error'
   */
  readonly whenRerankFails?: 'error' | 'first-stage';
  /** Called at the start and at the end of each call and stage. */
  readonly onEvent?: PipelineEventListener;
}

/** The parts of a two-stage search. The pipeline does not dispose of them. */
export interface SearchPipelineOptions<Payload extends object> extends PipelineBase<Payload> {
  /** A store that is not a `SearchStore`. */
  readonly store: VectorStore<Payload> & { readonly searchVectors?: undefined };
  readonly embedder: Embedder;
  /** Reorders what the store finds. @default none: keeps the store's order */
  readonly reranker?: Reranker;
  /** Weight of the reranker relative to the store's score, 0 to 1: see `RerankStage.weight`. @default 1 */
  readonly rerankWeight?: number;
  /** Timeout of the reranker in milliseconds. @default none */
  readonly rerankTimeoutMs?: number;
}

/** The parts of a search by meaning, words and tokens. The pipeline does not dispose of them. */
export interface SearchStorePipelineOptions<Payload extends object>
  extends PipelineBase<Payload>, SearchParts<Payload> {}

/** The parts of a search with custom stages. The pipeline does not dispose of them. */
export interface StagedPipelineOptions<Payload extends object> extends PipelineBase<Payload> {
  readonly store: NamedVectorStore<Payload>;
  /** The stages in order: retrieve stages, a fuse or maxSim stage if there are several, then any number of rerank and cut stages. */
  readonly stages: readonly Stage<Payload>[];
}
