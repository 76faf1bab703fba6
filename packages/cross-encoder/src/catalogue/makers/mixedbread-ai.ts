import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** Mixedbread's rerankers. */
export const mixedbreadAi: readonly CustomRerankerModel[] = [
  {
    model: 'mixedbread-ai/mxbai-rerank-xsmall-v1',
    description: 'Smallest of the mxbai-rerank family, 512 tokens, English.',
    license: 'apache-2.0',
    sizeInGB: 0.28,
    factsFrom: 'mixedbread-ai/mxbai-rerank-xsmall-v1: card, tree d1ba0a4/onnx; mixedbread.ai/docs/reranking',
  },
  {
    model: 'mixedbread-ai/mxbai-rerank-base-v1',
    description: 'Middle of the mxbai-rerank family, English.',
    license: 'apache-2.0',
    sizeInGB: 0.74,
    factsFrom: 'mixedbread-ai/mxbai-rerank-base-v1: card, tree/main/onnx',
  },
  {
    model: 'mixedbread-ai/mxbai-rerank-large-v1',
    description: 'Largest of the mxbai-rerank family, English.',
    license: 'apache-2.0',
    sizeInGB: 1.74,
    factsFrom: 'mixedbread-ai/mxbai-rerank-large-v1: card, tree/main/onnx',
  },
];
