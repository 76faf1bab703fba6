// The parts of the AI SDK's specification that concern a local model, as structural types: @ai-sdk/provider 3.0.19, src/reranking-model/v3.

/** A model for `rerank` of the AI SDK, version 3 of its specification, which ai@6 and ai@7 use. */
export interface RerankingModelV3 {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  readonly modelId: string;
  doRerank(options: RerankingModelV3CallOptions): Promise<RerankingModelV3Result>;
}

/** Options that the AI SDK passes to `doRerank`. */
export interface RerankingModelV3CallOptions {
  readonly documents:
    | { readonly type: 'text'; readonly values: readonly string[] }
    | { readonly type: 'object'; readonly values: readonly object[] };
  readonly query: string;
  /** Number of best documents to return. */
  readonly topN?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** Options by provider name, which is `x` here. */
  readonly providerOptions?: Readonly<Record<string, object>> | undefined;
}

/** The result of `doRerank`. */
export interface RerankingModelV3Result {
  /** Best first; `index` is the position in the documents passed. */
  ranking: { index: number; relevanceScore: number }[];
  /** Number of tokens that the model read; absent when the reranker does not report it. */
  providerMetadata?: { x: { tokens: number } };
  warnings: { type: 'other'; message: string }[];
}
