/** A movie as the reranker placed it. */
export interface PlacedMovie {
  readonly id: number;
  readonly description: string;
  /** Its place by the vectors alone; 1 is the best. */
  readonly previousRank: number;
  /** The reranker's raw logit. */
  readonly score: number;
}

/** What the page asks its worker. */
export interface SearchRequest {
  readonly query: string;
}

/** What the worker tells the page. */
export type WorkerMessage =
  | { readonly type: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly type: 'ready'; readonly runtime: string }
  | { readonly type: 'found'; readonly movies: readonly PlacedMovie[]; readonly milliseconds: number }
  | { readonly type: 'failed'; readonly message: string };
