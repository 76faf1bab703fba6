import type { PointId, TextSpan } from '@x/core';

/** Where a document stood after a stage. */
export interface StagePlace {
  /** 1 is the best. */
  readonly rank: number;
  /** In the stage's own measure; comparable within the stage only. */
  readonly score: number;
}

/** A document that the first stage found. */
export interface Candidate<Payload extends object> extends StagePlace {
  readonly id: PointId;
  readonly payload: Payload;
}

/** Places by stage of a pipeline of an embedder and perhaps a reranker; `rerank` is absent without one. */
export interface TwoStagePlaces {
  readonly retrieve: StagePlace;
  readonly rerank?: StagePlace;
}

/** A part of a document that tokens of the query matched best: `text.slice(start, end)`, whole words. */
export interface TokenMatch extends TextSpan {
  /** How much of the hit's MaxSim it accounts for, from 0 to 1: the weight of the query's tokens times their similarity. */
  readonly weight: number;
}

/** A document in the final order: `rank` and `score` are those of the last stage. */
export interface SearchHit<Payload extends object, Places = TwoStagePlaces> extends Candidate<Payload> {
  /** Where it stood after each stage that had it. */
  readonly stages: Places;
  /** The part of the document's text that was found or judged best, in UTF-16 units; absent when it is the whole text. */
  readonly passage?: { readonly start: number; readonly end: number };
  /** What of the document's text the query's tokens matched best, in its order; there when the search was asked for `matches`. */
  readonly matches?: readonly TokenMatch[];
  /** Why it is where it is, in a sentence; there when the search was asked to `explain`. */
  readonly explanation?: string;
}

/** How long each stage took, in milliseconds, by its name; `embed` is the embedding of the query. */
export interface StageTimings {
  readonly embed: number;
  readonly retrieve: number;
  readonly rerank?: number;
  readonly total: number;
}

/** A reranker that failed or was late, so that the order before it stood. */
export interface Degradation {
  readonly stage: string;
  readonly reason: string;
  readonly cause: unknown;
}

/** The answer to one query. */
export interface SearchResult<Payload extends object, Places = TwoStagePlaces, Timings = StageTimings> {
  readonly query: string;
  /** Best first, at most `topK`. */
  readonly hits: readonly SearchHit<Payload, Places>[];
  /** The list that the first reranker was given (everything that was found, without one), in its order. */
  readonly candidates: readonly Candidate<Payload>[];
  readonly timingsMs: Timings;
  /** Rerankers that failed or were late, so that the order before them stood; there when there are any. */
  readonly degraded?: readonly Degradation[];
}
