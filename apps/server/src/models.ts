import type { RankedDocument } from '@x/core';

/** Receives word of a text that was cut. */
export type TruncationListener = (report: { readonly index: number }) => void;

/** What the server needs of an embedding model: a loaded `TextEmbedding`. */
export interface EmbeddingModel {
  readonly modelName: string;
  readonly dimension: number;
  /** Most tokens of a text. */
  readonly maxLength: number;
  embed(
    texts: readonly string[],
    options: { readonly signal: AbortSignal; readonly onTruncation: TruncationListener },
  ): Promise<Float32Array[]>;
  tokenCount(texts: readonly string[]): Promise<number>;
}

/** What the server needs of a reranker: a loaded `TextCrossEncoder`. */
export interface RerankModel {
  readonly modelName: string;
  readonly maxLength: number;
  rerank(
    query: string,
    documents: readonly string[],
    options: {
      readonly signal: AbortSignal;
      readonly activation: 'none' | 'sigmoid';
      readonly onTruncation: TruncationListener;
      readonly topK?: number;
    },
  ): Promise<RankedDocument[]>;
  tokenCount(pairs: readonly (readonly [string, string])[]): Promise<number>;
}

/** The models that are served; either may be absent. */
export interface ServedModels {
  readonly embedding?: EmbeddingModel | undefined;
  readonly reranker?: RerankModel | undefined;
}
