export type { Pooling, SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
export { TextEmbedding } from './text-embedding.ts';
export type {
  EmbedOptions,
  ModelRuntimeOptions,
  ModelSourceOptions,
  TextEmbeddingOptions,
  TruncationReport,
} from './text-embedding-options.ts';
