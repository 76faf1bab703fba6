import { type OptionKinds, type RankedDocument, requireMethods, requireOptions, type UsageListener } from '@x/core';

/** Receives word of a text that was cut. */
export type TruncationListener = (report: { readonly index: number }) => void;

/** What the server needs of an embedding model: a loaded `TextEmbedding`. */
export interface EmbeddingModel {
  readonly modelName: string;
  readonly dimension: number;
  /** How far its vectors may be shortened; absent where not at all. */
  readonly matryoshka?: { readonly minDimension: number; readonly dimensions?: readonly number[] } | undefined;
  /** Most tokens of a text. */
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
      readonly onUsage: UsageListener;
      readonly topK?: number;
    },
  ): Promise<RankedDocument[]>;
}

/** The models that are served; either may be absent. */
export interface ServedModels {
  readonly embedding?: EmbeddingModel | undefined;
  readonly reranker?: RerankModel | undefined;
}

const modelKinds: OptionKinds<ServedModels> = { embedding: 'any', reranker: 'any' };

/** Checks that models are loaded and of their kinds. @throws {InvalidArgumentError} naming the first that is not. */
export function requireModels(models: ServedModels): void {
  const { embedding, reranker } = requireOptions(models, modelKinds, 'models');
  if (embedding !== undefined) {
    const expected = 'a loaded model, such as TextEmbedding.load gives';
    requireMethods(embedding, 'models.embedding', { methods: ['embed'], expected });
  }
  if (reranker !== undefined) {
    const expected = 'a loaded reranker, such as TextCrossEncoder.load gives';
    requireMethods(reranker, 'models.reranker', { methods: ['rerank'], expected });
  }
}
