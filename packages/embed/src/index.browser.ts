export type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
export { TextEmbedding } from './text-embedding.ts';
export type { EmbedOptions, EmbedReport, TextEmbeddingOptions } from './text-embedding-options.ts';
