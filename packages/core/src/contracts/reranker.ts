import type { ProgressListener } from '../progress.ts';

/** Options of one call to {@link Reranker.rerank}. */
export interface RerankOptions {
  /** How many of the best documents to return. @default all */
  readonly topK?: number;
  /** Cancels the call between micro-batches. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
}

/** One document with its score and its position in the input. */
export interface RankedDocument {
  /** Position in the `documents` that were passed. */
  readonly index: number;
  /** Higher is more relevant. Comparable within one model only. */
  readonly score: number;
  readonly document: string;
  /**
   * The part of the document that was scored, in UTF-16 code units: `document.slice(start, end)`. Absent when the document was scored as a
   * whole.
   */
  readonly passage?: { readonly start: number; readonly end: number };
  /** Number of tokens cut off to fit the model's limit; absent when there are none. */
  readonly truncatedTokens?: number;
}

/** Orders documents by their relevance to a query. `rerankerConformance` in `@x/core/testing` tests this contract. */
export interface Reranker {
  readonly modelName: string;
  /**
   * Returns the documents, most relevant first. Documents with equal scores keep their input order. For no documents, it returns an empty array
   * and does not run the model. The score of a document does not depend on the other documents of the call, up to rounding.
   *
   * @throws {XError} when the query or a document is not a string, or `topK` is not a count, such as -1 or 1.5.
   */
  rerank(query: string, documents: readonly string[], options?: RerankOptions): Promise<RankedDocument[]>;
}
