import type { MakerModels } from '../maker-models.ts';

const nomic = {
  dimension: 768,
  pooling: 'mean',
  normalize: false,
  documentedMaxLength: 8192,
  prefixes: { query: 'search_query: ', passage: 'search_document: ' },
  license: 'apache-2.0',
} as const;

// From the model's card (layer normalization before shortening) and home.nomic.ai/blog/posts/nomic-embed-matryoshka (64 to 768).
const matryoshka = { minDimension: 64, layerNorm: true };

/** Nomic's models. */
export const nomicAi: MakerModels = {
  dense: [
    {
      model: 'nomic-ai/nomic-embed-text-v1.5',
      ...nomic,
      matryoshka,
      description:
        'Text embeddings, Multimodal (text, image), English, 8192 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.52,
    },
    {
      model: 'nomic-ai/nomic-embed-text-v1.5-Q',
      ...nomic,
      matryoshka,
      description:
        'Text embeddings, Multimodal (text, image), English, 8192 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.13,
      sources: { hf: 'nomic-ai/nomic-embed-text-v1.5' },
      modelFile: 'onnx/model_quantized.onnx',
    },
    {
      model: 'nomic-ai/nomic-embed-text-v1',
      ...nomic,
      description:
        'Text embeddings, Multimodal (text, image), English, 8192 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.52,
    },
  ],
};
