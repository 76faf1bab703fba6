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
    description: 'Multilingual BGE reranker based on BGE-M3.',
    license: 'apache-2.0',
    sizeInGB: 2.27,
    sources: { hf: 'onnx-community/bge-reranker-v2-m3-ONNX' },
    additionalFiles: ['onnx/model.onnx_data'],
  },
  {
    model: 'BAAI/bge-reranker-v2-m3-int8',
    description: 'Multilingual BGE reranker based on BGE-M3 (INT8 ONNX).',
    license: 'apache-2.0',
    sizeInGB: 0.57,
    sources: { hf: 'onnx-community/bge-reranker-v2-m3-ONNX' },
    modelFile: 'onnx/model_int8.onnx',
  },
];
