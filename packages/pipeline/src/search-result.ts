import type { PointId } from '@x/core';

/** Where a document stood after a stage. */
export interface StagePlace {
  /** 1 is the best. */
  readonly rank: number;
  /** In the stage's own measure; comparable within the stage only. */
  readonly score: number;
}

/** A document that the store found. */
export interface Candidate<Payload extends object> extends StagePlace {
  readonly id: PointId;
  readonly payload: Payload;
}

/** A document in the final order: `rank` and `score` are those of the last stage. */
export interface SearchHit<Payload extends object> extends Candidate<Payload> {
  /** Where it stood after each stage; `rerank` is absent without a reranker. */
  readonly stages: { readonly retrieve: StagePlace; readonly rerank?: StagePlace };
}

/** How long each stage took, in milliseconds; `rerank` is absent without a reranker. */
export interface StageTimings {
  readonly embed: number;
  readonly retrieve: number;
  readonly rerank?: number;
  readonly total: number;
}

/** The answer to one query. */
export interface SearchResult<Payload extends object> {
  readonly query: string;
  /** Best first, at most `topK`. */
  readonly hits: readonly SearchHit<Payload>[];
  /** Everything that the store found, in its order. */
  readonly candidates: readonly Candidate<Payload>[];
  readonly timingsMs: StageTimings;
}

/** What {@link SearchPipeline.index} did. */
export interface IndexReport {
  /** Documents stored. */
  readonly indexed: number;
  readonly totalMs: number;
}
