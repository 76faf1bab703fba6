import type { ProgressListener } from '../progress.ts';

/** Options of one call to {@link Reranker.rerank}. */
export interface RerankOptions {
  /** How many of the best documents to return. @default all */
  readonly topK?: number;
  /** Cancels the call between micro-batches; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
}

/** One document with its score, and where it stood in the input. */
export interface RankedDocument {
  /** Position in the `documents` that were passed. */
  readonly index: number;
  /** Higher is more relevant. Comparable within one model only. */
  readonly score: number;
  readonly document: string;
  /**
   * The part of the document that the score is of, in UTF-16 units: `document.slice(start, end)`. Absent when the document was scored as
   * a whole.
   */
  readonly passage?: { readonly start: number; readonly end: number };
  /** Tokens that were cut off to fit the model's limit; absent when none. */
  readonly truncatedTokens?: number;
}

/** Orders documents by their relevance to a query. `rerankerConformance` of `@x/core/testing` checks each sentence. */
export interface Reranker {
  readonly modelName: string;
  /**
   * The documents, most relevant first; equal scores keep the input's order. No documents give an empty array and leave the
   * model untouched. A document has the same score, up to rounding, whatever its neighbours.
   *
   * @throws {XError} when the query or a document is no string, or `topK` is no count.
   */
  rerank(query: string, documents: readonly string[], options?: RerankOptions): Promise<RankedDocument[]>;
}
