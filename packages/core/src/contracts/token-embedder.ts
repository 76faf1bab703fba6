import type { TextSpan } from './chunker.ts';
import type { Embedder, EmbedderCallOptions } from './embedder.ts';

/** The vector of a text and the vectors of its tokens. */
export interface TokenEmbedding {
  /** The vector that `passageEmbed` or `queryEmbed` returns. */
  readonly vector: Float32Array;
  /**
   * `[tokens][dimension]`, each row scaled to length 1, in token order. Special tokens are included; tokens that were cut off are not. The rows
   * may be views of one array.
   */
  readonly tokenVectors: readonly Float32Array[];
}

/**
 * An `Embedder` that also returns the vectors of a text's tokens, for late interaction (MaxSim). They come from the same pass of the model as the
 * text's own vector. `tokenEmbedderConformance` in `@x/core/testing` tests this contract.
 */
export interface TokenEmbedder extends Embedder {
  /** False for a model whose token vectors have no meaning of their own. `passageEmbedWithTokens` and `queryEmbedWithTokens` then reject. */
  readonly hasTokenVectors: boolean;
  /**
   * Returns the vectors of each document, in input order. For no documents, it returns an empty array and does not run the model. The vectors of
   * a text do not depend on the other texts of the call, up to rounding.
   *
   * @throws {XError} when a document is not a string, or the model has no token vectors.
   */
  passageEmbedWithTokens(documents: readonly string[], options?: EmbedderCallOptions): Promise<TokenEmbedding[]>;
  /**
   * Returns the vectors of one search query.
   *
   * @throws {XError} when the query is not a string, or the model has no token vectors.
   */
  queryEmbedWithTokens(query: string, options?: EmbedderCallOptions): Promise<TokenEmbedding>;
  /**
   * Returns the span of each token within its document: one span for each of the `tokenVectors` of `passageEmbedWithTokens`, in the same order.
   * The model does not run. A token that represents no text, such as a special token, has equal `start` and `end`.
   *
   * @throws {XError} when a document is not a string.
   */
  passageTokenSpans(documents: readonly string[], options?: EmbedderCallOptions): Promise<TextSpan[][]>;
  /**
   * Returns the span of each token within a search query, as `passageTokenSpans` does for documents.
   *
   * @throws {XError} when the query is not a string.
   */
  queryTokenSpans(query: string, options?: EmbedderCallOptions): Promise<TextSpan[]>;
}
