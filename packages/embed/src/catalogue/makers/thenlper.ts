import type { MakerModels } from '../maker-models.ts';

const gte = { pooling: 'mean', normalize: true, documentedMaxLength: 512, license: 'mit' } as const;

/** Alibaba's GTE models, which use the mean of the token vectors. */
export const thenlper: MakerModels = {
  dense: [
    {
      model: 'thenlper/gte-base',
      ...gte,
      dimension: 768,
      description:
        'General text embeddings, Unimodal (text), supports English only input text, 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.44,
    },
    {
      model: 'thenlper/gte-large',
      ...gte,
      dimension: 1024,
      hubMaxLength: 128,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2023 year.',
      sizeInGB: 1.2,
      sources: { hf: 'Qdrant/gte-large-onnx' },
      modelFile: 'model.onnx',
    },
  ],
};
