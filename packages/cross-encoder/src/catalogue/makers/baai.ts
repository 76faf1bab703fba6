import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** BAAI's rerankers. */
export const baai: readonly CustomRerankerModel[] = [
  {
    model: 'BAAI/bge-reranker-base',
    description: 'BGE reranker base model for cross-encoder re-ranking.',
    license: 'mit',
    sizeInGB: 1.04,
  },
  {
    model: 'BAAI/bge-reranker-v2-m3',
    description: 'Multilingual, built on bge-m3. 8-bit weights of the onnx-community export; dtype chooses others.',
    license: 'apache-2.0',
    sizeInGB: 0.57,
    sources: { hf: 'onnx-community/bge-reranker-v2-m3-ONNX' },
    modelFile: 'onnx/model_quantized.onnx',
    factsFrom:
      'BAAI/bge-reranker-v2-m3: card; onnx-community/bge-reranker-v2-m3-ONNX: onnx/model_quantized.onnx, 570727094 bytes',
  },
];
