/** A movie in the result of the first stage. */
export interface FirstStageMovie {
  /** The rank, from 1 for the best movie. */
  readonly rank: number;
  readonly id: number;
  /** The cosine similarity to the query. */
  readonly score: number;
  readonly description: string;
}

/** A movie in the result of the reranker. */
export interface RerankedMovie {
  readonly rank: number;
  /** The rank in the first stage. */
  readonly previousRank: number;
  readonly id: number;
  /** The raw logit of the reranker. */
  readonly score: number;
  readonly description: string;
}

/** The output of the demo with `--json`. */
export interface ExampleResult {
  readonly models: {
    readonly embedder: { readonly name: string; readonly source: string; readonly dimension: number };
    readonly reranker: { readonly name: string; readonly source: string };
  };
  readonly query: string;
  /** `indexed` is the number of movies that this run embedded and stored; 0 when the store already contained them. */
  readonly store: { readonly collection: string; readonly points: number; readonly indexed: number };
  readonly firstStage: readonly FirstStageMovie[];
  readonly reranked: readonly RerankedMovie[];
  readonly timingsMs: {
    readonly load: number;
    readonly index: number;
    /** The time to embed the query and to search. */
    readonly retrieve: number;
    readonly rerank: number;
    readonly total: number;
  };
}
