import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** BAAI's bge models: the first token's vector, unit length. */
export const baaiModels: readonly SupportedTextEmbeddingModel[] = [
  {
    model: 'BAAI/bge-base-en',
    dimension: 768,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 0.42,
    sources: {
      hf: 'Qdrant/fast-bge-base-en',
      url: 'https://storage.googleapis.com/qdrant-fastembed/fast-bge-base-en.tar.gz',
    },
    modelFile: 'model_optimized.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-base-en-v1.5',
    dimension: 768,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 0.21,
    sources: {
      hf: 'qdrant/bge-base-en-v1.5-onnx-q',
      url: 'https://storage.googleapis.com/qdrant-fastembed/fast-bge-base-en-v1.5.tar.gz',
    },
    modelFile: 'model_optimized.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-large-en-v1.5',
    dimension: 1024,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 1.2,
    sources: { hf: 'qdrant/bge-large-en-v1.5-onnx' },
    modelFile: 'model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-small-en',
    dimension: 384,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 0.13,
    sources: {
      hf: 'Qdrant/bge-small-en',
      url: 'https://storage.googleapis.com/qdrant-fastembed/BAAI-bge-small-en.tar.gz',
    },
    modelFile: 'model_optimized.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-small-en-v1.5',
    dimension: 384,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 0.067,
    sources: { hf: 'qdrant/bge-small-en-v1.5-onnx-q' },
    modelFile: 'model_optimized.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-small-zh-v1.5',
    dimension: 512,
    pooling: 'cls',
    normalize: true,
    description:
      'Text embeddings, Unimodal (text), Chinese, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
    license: 'mit',
    sizeInGB: 0.09,
    sources: {
      hf: 'Qdrant/bge-small-zh-v1.5',
      url: 'https://storage.googleapis.com/qdrant-fastembed/fast-bge-small-zh-v1.5.tar.gz',
    },
    modelFile: 'model_optimized.onnx',
    additionalFiles: [],
    bundled: false,
  },
];
