import type { MakerModels } from '../maker-models.ts';

const arctic = {
  pooling: 'cls',
  normalize: true,
  prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  license: 'apache-2.0',
} as const;

/** Snowflake's arctic-embed models: the first token's vector, unit length. */
export const snowflake: MakerModels = {
  dense: [
    {
      model: 'snowflake/snowflake-arctic-embed-xs',
      ...arctic,
      dimension: 384,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.09,
    },
    {
      model: 'snowflake/snowflake-arctic-embed-s',
      ...arctic,
      dimension: 384,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.13,
    },
    {
      model: 'snowflake/snowflake-arctic-embed-m',
      ...arctic,
      dimension: 768,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.43,
      sources: { hf: 'Snowflake/snowflake-arctic-embed-m' },
    },
    {
      model: 'snowflake/snowflake-arctic-embed-m-long',
      ...arctic,
      dimension: 768,
      documentedMaxLength: 2048,
      description:
        'Text embeddings, Unimodal (text), English, 2048 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.54,
    },
    {
      model: 'snowflake/snowflake-arctic-embed-l',
      ...arctic,
      dimension: 1024,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 1.02,
    },
  ],
};
