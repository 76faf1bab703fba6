import type { EmbedderCallOptions } from './embedder.ts';

/** Embeds a text as one vector per token, for late interaction (MaxSim). Its calls follow the rules of `Embedder`. */
export interface MultiVectorEmbedder {
  readonly modelName: string;
  /** Number of components of each row. */
  readonly dimension: number;
  /** Identifies the settings that change the vectors of documents, see `Embedder`. */
  readonly documentSettings?: string | undefined;
  /** Returns the rows of each document, `[tokens][dimension]`, in the input order of the documents. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<Float32Array[][]>;
  /** Returns the rows of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Float32Array[]>;
}
