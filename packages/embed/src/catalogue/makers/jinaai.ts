import type { MakerModels } from '../maker-models.ts';

const v2 = { pooling: 'mean', normalize: true, documentedMaxLength: 8192, license: 'apache-2.0' } as const;

/** Jina AI's models, for long texts of up to 8,192 tokens in English, German, Spanish, Chinese and programming languages. */
export const jinaai: MakerModels = {
  dense: [
    {
      model: 'jinaai/jina-clip-v1',
      dimension: 768,
      pooling: 'cls',
      normalize: true,
      description:
        'Text embeddings, Multimodal (text&image), English, Prefixes for queries/documents: not necessary, 2024 year',
      license: 'apache-2.0',
      sizeInGB: 0.55,
      modelFile: 'onnx/text_model.onnx',
    },
    {
      model: 'jinaai/jina-embeddings-v2-base-en',
      ...v2,
      dimension: 768,
      description:
        'Text embeddings, Unimodal (text), English, 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2023 year.',
      sizeInGB: 0.52,
      sources: { hf: 'Xenova/jina-embeddings-v2-base-en' },
    },
    {
      model: 'jinaai/jina-embeddings-v2-small-en',
      ...v2,
      dimension: 512,
      description:
        'Text embeddings, Unimodal (text), English, 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2023 year.',
      sizeInGB: 0.12,
      sources: { hf: 'Xenova/jina-embeddings-v2-small-en' },
    },
    {
      model: 'jinaai/jina-embeddings-v2-base-de',
      ...v2,
      dimension: 768,
      description:
        'Text embeddings, Unimodal (text), Multilingual (German, English), 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.64,
    },
    {
      model: 'jinaai/jina-embeddings-v2-base-code',
      ...v2,
      dimension: 768,
      description:
        'Text embeddings, Unimodal (text), Multilingual (English, 30 programming languages), 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.64,
    },
    {
      model: 'jinaai/jina-embeddings-v2-base-zh',
      ...v2,
      dimension: 768,
      description:
        'Text embeddings, Unimodal (text), supports mixed Chinese-English input text, 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.64,
    },
    {
      model: 'jinaai/jina-embeddings-v2-base-es',
      ...v2,
      dimension: 768,
      description:
        'Text embeddings, Unimodal (text), supports mixed Spanish-English input text, 8192 input tokens truncation, Prefixes for queries/documents: not necessary, 2024 year.',
      sizeInGB: 0.64,
    },
    {
      model: 'jinaai/jina-embeddings-v3',
      dimension: 1024,
      pooling: 'mean',
      normalize: true,
      tasks: { 'retrieval.query': 0, 'retrieval.passage': 1, separation: 2, classification: 3, 'text-matching': 4 },
      defaultTasks: { query: 'retrieval.query', passage: 'retrieval.passage' },
      documentedMaxLength: 8192,
      // jina.ai/news/jina-embeddings-v3-a-frontier-multilingual-embedding-model: any dimension down to 32.
      matryoshka: { minDimension: 32 },
      description:
        'Multi-task unimodal (text) embedding model, multi-lingual (~100), 8192 input tokens truncation. Prefixes for queries/documents: not necessary, 2024 year.',
      license: 'cc-by-nc-4.0',
      sizeInGB: 2.29,
      additionalFiles: ['onnx/model.onnx_data'],
    },
  ],
  lateInteraction: [
    {
      model: 'jinaai/jina-colbert-v2',
      dimension: 128,
      // fastembed/late_interaction/jina_colbert.py
      queryMarkerId: 250_002,
      documentMarkerId: 250_003,
      maskToken: '<mask>',
      attendsMasks: true,
      description: '89 languages, up to 8192 tokens, 2024',
      license: 'cc-by-nc-4.0',
      sizeInGB: 2.24,
      sources: { hf: 'jinaai/jina-colbert-v2' },
      modelFile: 'onnx/model.onnx',
      additionalFiles: ['onnx/model.onnx_data'],
    },
  ],
};
