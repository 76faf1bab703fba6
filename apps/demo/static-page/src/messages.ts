/** A movie in the result of the reranker. */
export interface PlacedMovie {
  readonly id: number;
  readonly description: string;
  /** The rank by the vectors, from 1 for the best movie. */
  readonly previousRank: number;
  /** The raw logit of the reranker. */
  readonly score: number;
}

/** A message from the page to the worker. */
export interface SearchRequest {
  readonly query: string;
}

/** A message from the worker to the page. */
export type WorkerMessage =
  | { readonly type: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly type: 'ready'; readonly runtime: string }
  | { readonly type: 'found'; readonly movies: readonly PlacedMovie[]; readonly milliseconds: number }
  | { readonly type: 'failed'; readonly message: string };
