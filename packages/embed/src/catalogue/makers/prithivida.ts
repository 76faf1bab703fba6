import type { MakerModels } from '../maker-models.ts';

const splade = {
  requiresIdf: false,
  description: 'SPLADE++ for English: a weight for words in the text and for related words',
  license: 'apache-2.0',
  sizeInGB: 0.532,
  sources: { hf: 'Qdrant/Splade_PP_en_v1' },
  modelFile: 'model.onnx',
  additionalFiles: [],
} as const;

/** Prithivi Da's SPLADE++. FastEmbed lists it under both spellings of the name. */
export const prithivida: MakerModels = {
  sparse: [
    { model: 'prithivida/Splade_PP_en_v1', ...splade },
    { model: 'prithvida/Splade_PP_en_v1', ...splade },
  ],
};
