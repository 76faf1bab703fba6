import type { StagePlace, TokenMatch } from '@x/pipeline';

/** A movie in the result of the cascade. */
export interface CascadeMovie {
  /** The rank, from 1 for the best movie. */
  readonly rank: number;
  readonly id: number;
  /** The score of the last stage that ranked the movie. */
  readonly score: number;
  readonly description: string;
  /** The ranks in the stages that contained the movie. */
  readonly places: CascadePlaces;
  /** The parts of the description that best match the query's tokens, in order. */
  readonly matches: readonly TokenMatch[];
  /** A sentence about the ranks. */
  readonly explanation: string;
}

/** Ranks and scores by stage. `dense` and `words` are one stage, which runs both searches at the same time. */
export interface CascadePlaces {
  readonly dense?: StagePlace;
  readonly words?: StagePlace;
  readonly maxSim: StagePlace;
  /** Absent for movies that the cross-encoder did not read. */
  readonly rerank?: StagePlace;
}

/** The output of the demo with `--stages cascade --json`. */
export interface CascadeResult {
  readonly stages: 'cascade';
  readonly models: {
    readonly embedder: { readonly name: string; readonly source: string; readonly dimension: number };
    readonly words: { readonly name: string };
    readonly reranker: { readonly name: string; readonly source: string };
  };
  readonly query: string;
  /** `indexed` is the number of movies that this run embedded and stored; 0 when the store already contained them. */
  readonly store: { readonly collection: string; readonly points: number; readonly indexed: number };
  /** The number of movies that the cross-encoder read. Fewer may be shown. */
  readonly reranked: number;
  /** The movies, best first. */
  readonly movies: readonly CascadeMovie[];
  readonly timingsMs: {
    readonly load: number;
    readonly index: number;
    /** The time to embed the query. */
    readonly embed: number;
    /** The longer time of dense search and BM25, which run at the same time. */
    readonly retrieve: number;
    readonly maxSim: number;
    readonly rerank: number;
    /** The time to find the matching words. */
    readonly matches: number;
    readonly total: number;
  };
}
