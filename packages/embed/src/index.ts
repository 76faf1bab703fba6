export { type AsymmetricEmbedder, asymmetricEmbedder, type AsymmetricModels } from './asymmetric-embedder.ts';
export type {
  CustomHybridTextEmbeddingModel,
  SupportedHybridTextEmbeddingModel,
} from './catalogue/supported-hybrid-model.ts';
export type { SupportedLateInteractionTextEmbeddingModel } from './catalogue/supported-late-interaction-model.ts';
export type { SupportedSparseTextEmbeddingModel } from './catalogue/supported-sparse-model.ts';
export type { SupportedStaticTextEmbeddingModel } from './catalogue/supported-static-model.ts';
export type {
  CustomTextEmbeddingModel,
  SupportedTextEmbeddingModel,
} from './catalogue/supported-text-embedding-model.ts';
export { HybridTextEmbedding } from './hybrid/hybrid-text-embedding.ts';
export type {
  HybridEmbedOptions,
  HybridEmbedReport,
  HybridTextEmbeddingOptions,
} from './hybrid/hybrid-text-embedding-options.ts';
export { LateInteractionTextEmbedding } from './late-interaction/late-interaction-text-embedding.ts';
export type { LateInteractionTextEmbeddingOptions } from './late-interaction/late-interaction-text-embedding-options.ts';
export type { Bm25Options, TextTokenizer } from './sparse/bm25/bm25-options.ts';
export type { Bm25Language } from './sparse/bm25/languages.ts';
export type { Matryoshka } from './matryoshka.ts';
export type { Pooling } from './pooling/pooling.ts';
export { SparseTextEmbedding } from './sparse/sparse-text-embedding.ts';
export type { NoWordsPolicy, NoWordsReport } from './sparse/no-words-watch.ts';
export type {
  SparseEmbedOptions,
  SparseEmbedReport,
  SparseTextEmbeddingOptions,
} from './sparse/sparse-text-embedding-options.ts';
export { StaticTextEmbedding } from './static/static-text-embedding.ts';
export type { StaticEmbedOptions, StaticTextEmbeddingOptions } from './static/static-text-embedding-options.ts';
export { TextEmbedding } from './text-embedding.ts';
export type {
  EmbedOptions,
  EmbedReport,
  EmbedWithTokensOptions,
  ModelRuntimeOptions,
  TextEmbeddingOptions,
  TokenCountOptions,
  TokenEmbedOptions,
} from './text-embedding-options.ts';
export type { ModelSourceOptions } from '@x/model-hub';
export type { TruncationPolicy, TruncationReport } from '@x/tokenizer';
export type { HybridEmbedding, HybridKind, SparseVector } from '@x/core';
