// The parts of the AI SDK's specification that concern a local model, as structural types: @ai-sdk/provider 3.0.19, src/embedding-model/v3.

/** A model for `embed` and `embedMany` of the AI SDK, version 3 of its specification, which ai@6, ai@7 and Mastra use. */
export interface EmbeddingModelV3 {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  readonly modelId: string;
  readonly maxEmbeddingsPerCall: undefined;
  readonly supportsParallelCalls: boolean;
  doEmbed(options: EmbeddingModelV3CallOptions): Promise<EmbeddingModelV3Result>;
}

/** Options that the AI SDK passes to `doEmbed`. */
export interface EmbeddingModelV3CallOptions {
  readonly values: readonly string[];
  /** Dimension of each vector, from the option `dimensions` of ai@7. */
  readonly dimensions?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** Options by provider name, which is `x` here. */
  readonly providerOptions?: Readonly<Record<string, object>> | undefined;
}

/** The result of `doEmbed`. */
export interface EmbeddingModelV3Result {
  /** One per value, in input order. */
  embeddings: number[][];
  /** Absent when the embedder does not report it. */
  usage?: { tokens: number };
  warnings: EmbeddingModelV3Warning[];
}

/** A warning of a call, which the AI SDK prints. */
export type EmbeddingModelV3Warning =
  | { type: 'unsupported'; feature: string; details?: string }
  | { type: 'other'; message: string };
