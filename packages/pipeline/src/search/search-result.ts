import type { PointId, TextSpan } from '@x/core';

/** Rank and score of a document after a stage. */
export interface StagePlace {
  /** 1 is the best. */
  readonly rank: number;
  /** Score of the stage; comparable only within the stage. */
  readonly score: number;
}

/** A document that the first stage found. */
export interface Candidate<Payload extends object> extends StagePlace {
  readonly id: PointId;
  readonly payload: Payload;
}

/** Rank and score by stage, for a pipeline with an embedder and an optional reranker. `rerank` is absent without a reranker. */
export interface TwoStagePlaces {
  readonly retrieve: StagePlace;
  readonly rerank?: StagePlace;
}

/** A part of a document that query tokens matched best: `text.slice(start, end)`, whole words. */
export interface TokenMatch extends TextSpan {
  /** Fraction of the hit's MaxSim from this part, 0 to 1: the weight of the query's tokens times their similarity. */
  readonly weight: number;
}

/** A document in the final order; `rank` and `score` are those of the last stage. */
export interface SearchHit<Payload extends object, Places = TwoStagePlaces> extends Candidate<Payload> {
  /** Its rank and score after each stage that contained it. */
  readonly stages: Places;
  /** The part of the document's text that was found or scored best, in UTF-16 units; absent when it is the whole text. */
  readonly passage?: { readonly start: number; readonly end: number };
  /** The parts of the document's text that the query's tokens matched best, in text order. Only with the option `matches`. */
  readonly matches?: readonly TokenMatch[];
  /** A sentence that explains its rank. Only with the option `explain`. */
  readonly explanation?: string;
}

/** Duration of each stage in milliseconds, by its name; `embed` is the embedding of the query. */
export interface StageTimings {
  readonly embed: number;
  readonly retrieve: number;
  readonly rerank?: number;
  readonly total: number;
}

/** A reranker that failed or timed out, so that the previous order was kept. */
export interface Degradation {
  readonly stage: string;
  readonly reason: string;
  readonly cause: unknown;
}

/** The result of one query. */
export interface SearchResult<Payload extends object, Places = TwoStagePlaces, Timings = StageTimings> {
  readonly query: string;
  /** Best first, at most `topK`. */
  readonly hits: readonly SearchHit<Payload, Places>[];
  /** The input of the first reranker, in order; without a reranker, all documents that were found. */
  readonly candidates: readonly Candidate<Payload>[];
  readonly timingsMs: Timings;
  /** Rerankers that failed or timed out, so that the previous order was kept; absent when there are none. */
  readonly degraded?: readonly Degradation[];
}
