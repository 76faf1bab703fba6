import type { MakerModels } from '../maker-models.ts';

/** Mixedbread's models. */
export const mixedbreadAi: MakerModels = {
  dense: [
    {
      model: 'mixedbread-ai/mxbai-embed-large-v1',
      dimension: 1024,
      pooling: 'cls',
      normalize: true,
      documentedMaxLength: 512,
      prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      license: 'apache-2.0',
      sizeInGB: 0.64,
    },
  ],
};
