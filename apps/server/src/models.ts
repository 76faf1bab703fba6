import { type OptionKinds, type RankedDocument, requireMethods, requireOptions, type UsageListener } from '@x/core';

/** Receives the index of a text that was truncated. */
export type TruncationListener = (report: { readonly index: number }) => void;

/** An embedding model that the server can serve, such as a loaded `TextEmbedding`. */
export interface EmbeddingModel {
  readonly modelName: string;
  readonly dimension: number;
  /** The dimensions to which the vectors can be shortened. Absent when they cannot be shortened. */
  readonly matryoshka?: { readonly minDimension: number; readonly dimensions?: readonly number[] } | undefined;
  /** The maximum number of tokens of a text. */
  readonly maxLength: number;
  embed(
    texts: readonly string[],
    options: {
      readonly signal: AbortSignal;
      readonly dimension?: number;
      readonly onTruncation: TruncationListener;
      readonly onUsage: UsageListener;
    },
  ): Promise<Float32Array[]>;
}

/** A reranker that the server can serve, such as a loaded `TextCrossEncoder`. */
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
      readonly onUsage: UsageListener;
      readonly topK?: number;
    },
  ): Promise<RankedDocument[]>;
}

/** The models to serve. Either may be absent. */
export interface ServedModels {
  readonly embedding?: EmbeddingModel | undefined;
  readonly reranker?: RerankModel | undefined;
}

const modelKinds: OptionKinds<ServedModels> = { embedding: 'any', reranker: 'any' };

/** Checks that each model is loaded and of the right kind. @throws {InvalidArgumentError} naming the first model that is not. */
export function requireModels(models: ServedModels): void {
  const { embedding, reranker } = requireOptions(models, modelKinds, 'models');
  if (embedding !== undefined) {
    const expected = 'a loaded model, such as the result of TextEmbedding.load';
    requireMethods(embedding, 'models.embedding', { methods: ['embed'], expected });
  }
  if (reranker !== undefined) {
    const expected = 'a loaded reranker, such as the result of TextCrossEncoder.load';
    requireMethods(reranker, 'models.reranker', { methods: ['rerank'], expected });
  }
}
