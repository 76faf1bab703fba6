import type { TextSpan } from './chunker.ts';
import type { Embedder, EmbedderCallOptions } from './embedder.ts';

/** The vector of a text, and the vectors of its tokens. */
export interface TokenEmbedding {
  /** The vector that `passageEmbed` or `queryEmbed` gives. */
  readonly vector: Float32Array;
  /**
   * `[tokens][dimension]`, each scaled to length 1, in the order of the tokens. Special tokens are included, tokens that were cut off are
   * not. The rows may be views of one array.
   */
  readonly tokenVectors: readonly Float32Array[];
}

/**
 * An `Embedder` that also gives the vectors of a text's tokens, from the same pass of the model as the text's own vector, for late
 * interaction (MaxSim). `tokenEmbedderConformance` of `@x/core/testing` checks each sentence.
 */
export interface TokenEmbedder extends Embedder {
  /** False for a model whose tokens mean nothing by themselves. `passageEmbedWithTokens` and `queryEmbedWithTokens` then reject. */
  readonly hasTokenVectors: boolean;
  /**
   * The vectors of each document, in input order; no documents give an empty array and leave the model untouched. A text has the same
   * vectors, up to rounding, whatever its neighbours.
   *
   * @throws {XError} when a document is no string, or the model has no token vectors.
   */
  passageEmbedWithTokens(documents: readonly string[], options?: EmbedderCallOptions): Promise<TokenEmbedding[]>;
  /**
   * The vectors of one search query.
   *
   * @throws {XError} when the query is no string, or the model has no token vectors.
   */
  queryEmbedWithTokens(query: string, options?: EmbedderCallOptions): Promise<TokenEmbedding>;
  /**
   * Where each token of each document stands in it: as many spans as `passageEmbedWithTokens` gives `tokenVectors`, in the same order. The
   * model does not run. A token that stands for no text, such as a special token, has `start` and `end` alike.
   *
   * @throws {XError} when a document is no string.
   */
  passageTokenSpans(documents: readonly string[], options?: EmbedderCallOptions): Promise<TextSpan[][]>;
  /**
   * Where each token of a search query stands in it, as `passageTokenSpans` says it of documents.
   *
   * @throws {XError} when the query is no string.
   */
  queryTokenSpans(query: string, options?: EmbedderCallOptions): Promise<TextSpan[]>;
}
