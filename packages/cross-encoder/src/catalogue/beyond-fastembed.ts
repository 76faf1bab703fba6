import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/**
 * Rerankers that FastEmbed does not list and its users ask for most. Each says where its facts are from. Pages are those of
 * huggingface.co, as stored in public archives.
 */
export const beyondFastEmbedRerankers: readonly SupportedRerankerModel[] = [
  {
    model: 'Xenova/ms-marco-TinyBERT-L-2-v2',
    description: 'Two layers of 128: the fastest of its family, English.',
    license: 'apache-2.0',
    sizeInGB: 0.018,
    sources: { hf: 'Xenova/ms-marco-TinyBERT-L-2-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom:
      'Xenova/ms-marco-TinyBERT-L-2-v2: tree/main/onnx, config.json; cross-encoder/ms-marco-TinyBERT-L2-v2: card',
  },
  {
    model: 'Xenova/ms-marco-MiniLM-L-4-v2',
    description: 'MiniLM-L-4-v2 model for re-ranking, English.',
    license: 'apache-2.0',
    sizeInGB: 0.077,
    sources: { hf: 'Xenova/ms-marco-MiniLM-L-4-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom:
      'Xenova/ms-marco-MiniLM-L-4-v2: tree fe8d607/onnx, config.json; qdrant/fastembed tests/test_custom_models.py; cross-encoder/ms-marco-MiniLM-L4-v2: card',
  },
  {
    model: 'BAAI/bge-reranker-v2-m3',
    description: 'Multilingual, built on bge-m3. 8-bit weights of the onnx-community export; dtype chooses others.',
    license: 'apache-2.0',
    sizeInGB: 0.57,
    sources: { hf: 'onnx-community/bge-reranker-v2-m3-ONNX' },
    modelFile: 'onnx/model_quantized.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom:
      'BAAI/bge-reranker-v2-m3: card; onnx-community/bge-reranker-v2-m3-ONNX: onnx/model_quantized.onnx, 570727094 bytes',
  },
  {
    model: 'mixedbread-ai/mxbai-rerank-xsmall-v1',
    description: 'Smallest of the mxbai-rerank family, 512 tokens, English.',
    license: 'apache-2.0',
    sizeInGB: 0.28,
    sources: { hf: 'mixedbread-ai/mxbai-rerank-xsmall-v1' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'mixedbread-ai/mxbai-rerank-xsmall-v1: card, tree d1ba0a4/onnx; mixedbread.ai/docs/reranking',
  },
  {
    model: 'mixedbread-ai/mxbai-rerank-base-v1',
    description: 'Middle of the mxbai-rerank family, English.',
    license: 'apache-2.0',
    sizeInGB: 0.74,
    sources: { hf: 'mixedbread-ai/mxbai-rerank-base-v1' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'mixedbread-ai/mxbai-rerank-base-v1: card, tree/main/onnx',
  },
  {
    model: 'mixedbread-ai/mxbai-rerank-large-v1',
    description: 'Largest of the mxbai-rerank family, English.',
    license: 'apache-2.0',
    sizeInGB: 1.74,
    sources: { hf: 'mixedbread-ai/mxbai-rerank-large-v1' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'mixedbread-ai/mxbai-rerank-large-v1: card, tree/main/onnx',
  },
  {
    model: 'Alibaba-NLP/gte-reranker-modernbert-base',
    description: 'Reads up to 8192 tokens, English.',
    license: 'apache-2.0',
    sizeInGB: 0.6,
    sources: { hf: 'Alibaba-NLP/gte-reranker-modernbert-base' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'Alibaba-NLP/gte-reranker-modernbert-base: card, tree f1700f2/onnx',
  },
];
