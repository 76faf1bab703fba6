import type { ProgressListener } from '../progress.ts';
import type { UsageListener } from '../usage.ts';

/** Options of one call to an {@link Embedder}. */
export interface EmbedderCallOptions {
  /** Cancels the call between micro-batches; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
  /** Receives, when the call is done, how many tokens the model read; is not called where nobody counts them. */
  readonly onUsage?: UsageListener;
}

/** Turns texts into dense vectors of one fixed length. `embedderConformance` of `@x/core/testing` checks each sentence. */
export interface Embedder {
  /** Name of the model, e.g. `sentence-transformers/all-MiniLM-L6-v2`. */
  readonly modelName: string;
  /** Components of each vector. */
  readonly dimension: number;
  /**
   * Name of the model that embeds the documents which this model's queries find, where that is another model: this one is the query side of an
   * asymmetric pair, and no documents should be stored with it. @default the model itself
   */
  readonly documentModel?: string | undefined;
  /**
   * One vector per document, in input order; no documents give an empty array and leave the model untouched. A text has the same vector,
   * up to rounding, whatever its neighbours.
   *
   * @throws {XError} when a document is no string.
   */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<Float32Array[]>;
  /**
   * The vector of one search query.
   *
   * @throws {XError} when the query is no string.
   */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Float32Array>;
}
