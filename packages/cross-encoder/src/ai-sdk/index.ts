export type { RerankingModelV3, RerankingModelV3CallOptions, RerankingModelV3Result } from './reranking-model-v3.ts';
export { type RerankingModelOptions, toRerankingModel } from './to-reranking-model.ts';
