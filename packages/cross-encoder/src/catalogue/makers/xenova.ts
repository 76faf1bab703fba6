import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** The MS MARCO cross-encoders of sentence-transformers, in Xenova's exports. */
export const xenova: readonly CustomRerankerModel[] = [
  {
    model: 'Xenova/ms-marco-MiniLM-L-6-v2',
    description: 'MiniLM-L-6-v2 model optimized for re-ranking tasks.',
    license: 'apache-2.0',
    sizeInGB: 0.08,
  },
  {
    model: 'Xenova/ms-marco-MiniLM-L-12-v2',
    description: 'MiniLM-L-12-v2 model optimized for re-ranking tasks.',
    license: 'apache-2.0',
    sizeInGB: 0.12,
  },
  {
    model: 'Xenova/ms-marco-TinyBERT-L-2-v2',
    description: 'Two layers of 128: the fastest of its family, English.',
    license: 'apache-2.0',
    sizeInGB: 0.018,
    factsFrom:
      'Xenova/ms-marco-TinyBERT-L-2-v2: tree/main/onnx, config.json; cross-encoder/ms-marco-TinyBERT-L2-v2: card',
  },
  {
    model: 'Xenova/ms-marco-MiniLM-L-4-v2',
    description: 'MiniLM-L-4-v2 model for re-ranking, English.',
    license: 'apache-2.0',
    sizeInGB: 0.077,
    factsFrom:
      'Xenova/ms-marco-MiniLM-L-4-v2: tree fe8d607/onnx, config.json; qdrant/fastembed tests/test_custom_models.py; cross-encoder/ms-marco-MiniLM-L4-v2: card',
  },
];
