import type { ProgressListener } from '@x/core';

import type { FirstStageMovie, RerankedMovie } from './example-result.ts';

/** What one query found. */
export interface FoundMovies {
  readonly firstStage: readonly FirstStageMovie[];
  readonly reranked: readonly RerankedMovie[];
  readonly retrieveMs: number;
  readonly rerankMs: number;
}

/** The example, whichever way it is put together. */
export interface Search {
  readonly collection: string;
  /** Stores the movies unless they are there; resolves to how many it stored. */
  index(descriptions: readonly string[], onProgress: ProgressListener): Promise<number>;
  search(query: string, options: { readonly limit: number; readonly topK: number }): Promise<FoundMovies>;
}
