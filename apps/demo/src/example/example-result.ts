/** A movie as the first stage found it. */
export interface FirstStageMovie {
  /** 1 is the best. */
  readonly rank: number;
  readonly id: number;
  /** Cosine similarity to the query. */
  readonly score: number;
  readonly description: string;
}

/** A movie as the reranker placed it. */
export interface RerankedMovie {
  readonly rank: number;
  /** Its rank in the first stage. */
  readonly previousRank: number;
  readonly id: number;
  /** The reranker's raw logit. */
  readonly score: number;
  readonly description: string;
}

/** What the demo prints with `--json`. */
export interface ExampleResult {
  readonly models: {
    readonly embedder: { readonly name: string; readonly source: string; readonly dimension: number };
    readonly reranker: { readonly name: string; readonly source: string };
  };
  readonly query: string;
  /** `indexed`: movies that this run embedded and stored; 0 when the store had them already. */
  readonly store: { readonly collection: string; readonly points: number; readonly indexed: number };
  readonly firstStage: readonly FirstStageMovie[];
  readonly reranked: readonly RerankedMovie[];
  readonly timingsMs: {
    readonly load: number;
    readonly index: number;
    /** The query's embedding and the search. */
    readonly retrieve: number;
    readonly rerank: number;
    readonly total: number;
  };
}
