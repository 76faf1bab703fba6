import type { MakerModels } from '../maker-models.ts';

const common = { license: 'mit', modelFile: 'model.safetensors', additionalFiles: ['config.json'] } as const;

/** The potion models by the authors of model2vec. */
export const minishlab: MakerModels = {
  static: [
    {
      model: 'minishlab/potion-base-8M',
      ...common,
      dimension: 256,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.03,
    },
    {
      model: 'minishlab/potion-retrieval-32M',
      ...common,
      dimension: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2025 year.',
      sizeInGB: 0.129,
    },
    {
      model: 'minishlab/potion-multilingual-128M',
      ...common,
      dimension: 256,
      description:
        'Text embeddings, Unimodal (text), Multilingual, 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2025 year.',
      sizeInGB: 0.512,
    },
  ],
};
