import type { CustomRerankerModel } from '../supported-reranker-model.ts';

// The graph contains only the encoder (ModernBERT). The head is read from 2_Dense, 3_LayerNorm and 4_Dense, which modules.json lists.
const ettin = { license: 'apache-2.0', modular: true } as const;
const metadata = 'embeddings-benchmark/mteb: mteb/models/model_implementations/ettin_models.py at 6d5b95e';

/** The rerankers by the authors of sentence-transformers. */
export const crossEncoder: readonly CustomRerankerModel[] = [
  {
    ...ettin,
    model: 'cross-encoder/ettin-reranker-17m-v1',
    description: 'Smallest of the Ettin rerankers: 17 million parameters, 7999 tokens, English.',
    sizeInGB: 0.071,
    factsFrom: `cross-encoder/ettin-reranker-17m-v1: card, tree 9e4aa35; ${metadata} (16797440 parameters of 4 bytes)`,
  },
  {
    ...ettin,
    model: 'cross-encoder/ettin-reranker-32m-v1',
    description: 'Ettin reranker of 32 million parameters, 7999 tokens, English.',
    sizeInGB: 0.132,
    factsFrom: `cross-encoder/ettin-reranker-32m-v1: card, tree b33e5ce (onnx/model.onnx, 127737036 bytes); ${metadata}`,
  },
  {
    ...ettin,
    model: 'cross-encoder/ettin-reranker-68m-v1',
    description: 'Ettin reranker of 68 million parameters, 7999 tokens, English.',
    sizeInGB: 0.278,
    factsFrom: `cross-encoder/ettin-reranker-68m-v1: card, tree d166fa8 (onnx/model.onnx, 272978775 bytes); ${metadata}`,
  },
  {
    ...ettin,
    model: 'cross-encoder/ettin-reranker-150m-v1',
    description: 'Ettin reranker of 150 million parameters, 7999 tokens, English.',
    sizeInGB: 0.603,
    factsFrom: `cross-encoder/ettin-reranker-150m-v1: card, tree 025501c (onnx/model.onnx, 596565114 bytes); ${metadata}`,
  },
];
