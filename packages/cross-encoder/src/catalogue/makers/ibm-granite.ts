import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** IBM's rerankers. */
export const ibmGranite: readonly CustomRerankerModel[] = [
  {
    model: 'ibm-granite/granite-embedding-reranker-english-r2',
    description:
      'Reads up to 8192 tokens, English, trained without MS MARCO. Export by jrc2139, because IBM publishes none.',
    license: 'apache-2.0',
    sizeInGB: 0.6,
    sources: { hf: 'jrc2139/granite-embedding-reranker-english-r2-ONNX' },
    factsFrom:
      'ibm-granite/granite-embedding-reranker-english-r2: card; jrc2139/granite-embedding-reranker-english-r2-ONNX at 2ab5a17: onnx/model.onnx, one logit; 149605633 parameters of 4 bytes',
  },
];
