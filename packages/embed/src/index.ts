export type { CustomTextEmbeddingModel } from './catalogue/custom-models.ts';
export type { Pooling, SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
export { TextEmbedding } from './text-embedding.ts';
export type {
  EmbedOptions,
  EmbedReport,
  ModelRuntimeOptions,
  ModelSourceOptions,
  TextEmbeddingOptions,
} from './text-embedding-options.ts';
export type { TruncationPolicy, TruncationReport } from '@x/tokenizer';
