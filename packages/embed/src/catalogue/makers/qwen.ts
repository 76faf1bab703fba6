import type { MakerModels } from '../maker-models.ts';

const qwen3 = {
  dimension: 1024,
  pooling: 'lastToken',
  normalize: true,
  documentedMaxLength: 32768,
  // From the model's card: "user-defined output dimensions ranging from 32 to 1024".
  matryoshka: { minDimension: 32 },
  prefixes: {
    query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
    passage: '',
  },
  license: 'apache-2.0',
} as const;

/** Alibaba's Qwen3, which uses the last token's vector. */
export const qwen: MakerModels = {
  dense: [
    {
      model: 'Qwen/Qwen3-Embedding-0.6B',
      ...qwen3,
      description:
        'Text embeddings, Unimodal (text), multilingual, 32768 input tokens truncation, Prefixes for queries/documents: `Instruct: {task_description}\\nQuery:{query}` for queries, none for documents, 2025 year.',
      sizeInGB: 2.38,
      sources: { hf: 'Qdrant/Qwen3-Embedding-0.6B-onnx' },
      additionalFiles: ['onnx/model.onnx_data'],
    },
    {
      model: 'Qwen/Qwen3-Embedding-0.6B-Q',
      ...qwen3,
      description:
        'Text embeddings, Unimodal (text), multilingual, 32768 input tokens truncation, Prefixes for queries/documents: `Instruct: {task_description}\\nQuery:{query}` for queries, none for documents, int8 weights, requires onnxruntime>=1.23, 2025 year.',
      sizeInGB: 1.12,
      sources: { hf: 'Qdrant/Qwen3-Embedding-0.6B-onnx' },
      modelFile: 'onnx/model_quantized.onnx',
    },
  ],
};
