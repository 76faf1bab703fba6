import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** Alibaba's rerankers. */
export const alibabaNlp: readonly CustomRerankerModel[] = [
  {
    model: 'Alibaba-NLP/gte-reranker-modernbert-base',
    description: 'Reads up to 8192 tokens, English.',
    license: 'apache-2.0',
    sizeInGB: 0.6,
    factsFrom: 'Alibaba-NLP/gte-reranker-modernbert-base: card, tree f1700f2/onnx',
  },
];
