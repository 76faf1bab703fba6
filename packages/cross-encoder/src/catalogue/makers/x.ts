import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** This project's reranker, which is available only in an npm package. */
export const ownRerankers: readonly CustomRerankerModel[] = [
  {
    model: 'x/bge-small-reranker-en',
    description:
      'Late interaction (MaxSim) over bge-small-en-v1.5 in one graph, called like a cross-encoder. English, no download.',
    license: 'mit',
    sizeInGB: 0.057,
    sources: {},
    modelFile: 'model.onnx',
    bundled: true,
    npmPackage: '@x/model-bge-small-reranker-en',
    factsFrom: 'models/bge-small-reranker-en/MODEL_CARD.md',
  },
];
