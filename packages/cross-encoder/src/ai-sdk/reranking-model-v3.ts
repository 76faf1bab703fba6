// The parts of the AI SDK's specification that a local model has to do with, by structure: @ai-sdk/provider 3.0.19, src/reranking-model/v3.

/** A model as `rerank` of the AI SDK takes it, of version 3 of its specification: ai@6 and ai@7 call it. */
export interface RerankingModelV3 {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  readonly modelId: string;
  doRerank(options: RerankingModelV3CallOptions): Promise<RerankingModelV3Result>;
}

/** What the AI SDK passes to `doRerank`. */
export interface RerankingModelV3CallOptions {
  readonly documents:
    | { readonly type: 'text'; readonly values: readonly string[] }
    | { readonly type: 'object'; readonly values: readonly object[] };
  readonly query: string;
  /** How many of the best documents to return. */
  readonly topN?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** By name of the provider; here that is `x`. */
  readonly providerOptions?: Readonly<Record<string, object>> | undefined;
}

/** What the AI SDK gets from `doRerank`. */
export interface RerankingModelV3Result {
  /** Best first; `index` is the place in the documents that were passed. */
  ranking: { index: number; relevanceScore: number }[];
  /** Tokens that the model read; absent where the reranker does not tell. */
  providerMetadata?: { x: { tokens: number } };
  warnings: { type: 'other'; message: string }[];
}
