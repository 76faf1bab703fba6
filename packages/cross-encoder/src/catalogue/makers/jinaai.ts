import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** Jina AI's rerankers. */
export const jinaai: readonly CustomRerankerModel[] = [
  {
    model: 'jinaai/jina-reranker-v1-tiny-en',
    description:
      'Designed for blazing-fast re-ranking with 8K context length and fewer parameters than jina-reranker-v1-turbo-en.',
    license: 'apache-2.0',
    sizeInGB: 0.13,
  },
  {
    model: 'jinaai/jina-reranker-v1-turbo-en',
    description: 'Designed for blazing-fast re-ranking with 8K context length.',
    license: 'apache-2.0',
    sizeInGB: 0.15,
  },
  {
    model: 'jinaai/jina-reranker-v2-base-multilingual',
    description: 'A multi-lingual reranker model for cross-encoder re-ranking with 1K context length',
    license: 'cc-by-nc-4.0',
    sizeInGB: 1.11,
  },
];
