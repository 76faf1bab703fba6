import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** Snowflake's arctic-embed models and Mixedbread's: the first token's vector, unit length. */
export const arcticAndMixedbreadModels: readonly SupportedTextEmbeddingModel[] = [
  {
    model: 'mixedbread-ai/mxbai-embed-large-v1',
    dimension: 1024,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 0.64,
    sources: { hf: 'mixedbread-ai/mxbai-embed-large-v1' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'snowflake/snowflake-arctic-embed-xs',
    dimension: 384,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 0.09,
    sources: { hf: 'snowflake/snowflake-arctic-embed-xs' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'snowflake/snowflake-arctic-embed-s',
    dimension: 384,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 0.13,
    sources: { hf: 'snowflake/snowflake-arctic-embed-s' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'snowflake/snowflake-arctic-embed-m',
    dimension: 768,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 0.43,
    sources: { hf: 'Snowflake/snowflake-arctic-embed-m' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'snowflake/snowflake-arctic-embed-m-long',
    dimension: 768,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 2048 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 0.54,
    sources: { hf: 'snowflake/snowflake-arctic-embed-m-long' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'snowflake/snowflake-arctic-embed-l',
    dimension: 1024,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
    license: 'apache-2.0',
    sizeInGB: 1.02,
    sources: { hf: 'snowflake/snowflake-arctic-embed-l' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
];
