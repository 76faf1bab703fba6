export type {
  EmbeddingModelV3,
  EmbeddingModelV3CallOptions,
  EmbeddingModelV3Result,
  EmbeddingModelV3Warning,
} from './embedding-model-v3.ts';
export { type EmbeddingModelOptions, toEmbeddingModel } from './to-embedding-model.ts';
