// The parts of the AI SDK's specification that a local model has to do with, by structure: @ai-sdk/provider 3.0.19, src/embedding-model/v3.

/** A model as `embed` and `embedMany` of the AI SDK take it, of version 3 of its specification: ai@6, ai@7 and Mastra call it. */
export interface EmbeddingModelV3 {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  readonly modelId: string;
  readonly maxEmbeddingsPerCall: undefined;
  readonly supportsParallelCalls: boolean;
  doEmbed(options: EmbeddingModelV3CallOptions): Promise<EmbeddingModelV3Result>;
}

/** What the AI SDK passes to `doEmbed`. */
export interface EmbeddingModelV3CallOptions {
  readonly values: readonly string[];
  /** Components of each vector: what ai@7 passes on of its option `dimensions`. */
  readonly dimensions?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** By name of the provider; here that is `x`. */
  readonly providerOptions?: Readonly<Record<string, object>> | undefined;
}

/** What the AI SDK gets from `doEmbed`. */
export interface EmbeddingModelV3Result {
  /** One per value, in their order. */
  embeddings: number[][];
  /** Absent where the embedder does not tell. */
  usage?: { tokens: number };
  warnings: EmbeddingModelV3Warning[];
}

/** What the AI SDK prints of a call. */
export type EmbeddingModelV3Warning =
  | { type: 'unsupported'; feature: string; details?: string }
  | { type: 'other'; message: string };
