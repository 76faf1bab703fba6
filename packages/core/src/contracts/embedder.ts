import type { ProgressListener } from '../progress.ts';
import type { UsageListener } from '../usage.ts';

/** Options of one call to an {@link Embedder}. */
export interface EmbedderCallOptions {
  /** Cancels the call between micro-batches. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
  /** Receives the number of tokens that the model read, when the call is done. Embedders that do not count tokens never call it. */
  readonly onUsage?: UsageListener;
}

/** Embeds texts as dense vectors of one fixed length. `embedderConformance` in `@x/core/testing` tests this contract. */
export interface Embedder {
  /** Name of the model, e.g. `sentence-transformers/all-MiniLM-L6-v2`. */
  readonly modelName: string;
  /** Number of components of each vector. */
  readonly dimension: number;
  /**
   * Name of the model that embeds the documents, when it is another model. Such an embedder is the query side of an asymmetric pair: do not
   * store document vectors that it computed. @default the model itself
   */
  readonly documentModel?: string | undefined;
  /**
   * Identifies the settings that change the vectors of documents, such as a prefix; absent with the model's defaults. A pipeline indexes documents again
   * when it changes.
   */
  readonly documentSettings?: string | undefined;
  /**
   * Returns one vector per document, in input order. For no documents, it returns an empty array and does not run the model. The vector of a
   * text does not depend on the other texts of the call, up to rounding.
   *
   * @throws {XError} when a document is not a string.
   */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<Float32Array[]>;
  /**
   * Returns the vector of one search query.
   *
   * @throws {XError} when the query is not a string.
   */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Float32Array>;
}
