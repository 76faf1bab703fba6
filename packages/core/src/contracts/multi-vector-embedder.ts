import type { EmbedderCallOptions } from './embedder.ts';

/** Turns texts into one vector for each token, for late interaction (MaxSim), and keeps to what `Embedder` says. */
export interface MultiVectorEmbedder {
  readonly modelName: string;
  /** Components of each row. */
  readonly dimension: number;
  /** The rows of each document, `[tokens][dimension]`, documents in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<Float32Array[][]>;
  /** The rows of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Float32Array[]>;
}
