import type { ProgressListener } from '@x/core';

import type { FirstStageMovie, RerankedMovie } from './example-result.ts';

/** The result of one query. */
export interface FoundMovies {
  readonly firstStage: readonly FirstStageMovie[];
  readonly reranked: readonly RerankedMovie[];
  readonly retrieveMs: number;
  readonly rerankMs: number;
}

/** An implementation of the example. */
export interface Search {
  readonly collection: string;
  /** Stores the movies if they are missing. Resolves to the number of stored movies. */
  index(descriptions: readonly string[], onProgress: ProgressListener): Promise<number>;
  search(query: string, options: { readonly limit: number; readonly topK: number }): Promise<FoundMovies>;
}
