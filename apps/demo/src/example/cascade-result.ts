import type { StagePlace, TokenMatch } from '@x/pipeline';

/** A movie that the cascade placed. */
export interface CascadeMovie {
  /** 1 is the best. */
  readonly rank: number;
  readonly id: number;
  /** The score of the last move that it took part in. */
  readonly score: number;
  readonly description: string;
  /** Where it stood after each move that had it. */
  readonly places: CascadePlaces;
  /** What of the description the query's tokens matched best, in its order. */
  readonly matches: readonly TokenMatch[];
  /** Its places in a sentence. */
  readonly explanation: string;
}

/** Places by move; `dense` and `words` are one move, which runs both at the same time. */
export interface CascadePlaces {
  readonly dense?: StagePlace;
  readonly words?: StagePlace;
  readonly maxSim: StagePlace;
  /** Absent of movies that the cross-encoder did not read. */
  readonly rerank?: StagePlace;
}

/** What the demo prints with `--stages cascade --json`. */
export interface CascadeResult {
  readonly stages: 'cascade';
  readonly models: {
    readonly embedder: { readonly name: string; readonly source: string; readonly dimension: number };
    readonly words: { readonly name: string };
    readonly reranker: { readonly name: string; readonly source: string };
  };
  readonly query: string;
  /** `indexed`: movies that this run embedded and stored; 0 when the store had them already. */
  readonly store: { readonly collection: string; readonly points: number; readonly indexed: number };
  /** Best first. */
  readonly movies: readonly CascadeMovie[];
  readonly timingsMs: {
    readonly load: number;
    readonly index: number;
    /** The query's embedding. */
    readonly embed: number;
    /** The longer of the searches by meaning and by words, which run at the same time. */
    readonly retrieve: number;
    readonly maxSim: number;
    readonly rerank: number;
    /** Finding out which words matched. */
    readonly matches: number;
    readonly total: number;
  };
}
