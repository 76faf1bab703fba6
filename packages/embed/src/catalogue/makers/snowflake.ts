import type { MakerModels } from '../maker-models.ts';

const common = { pooling: 'cls', normalize: true, license: 'apache-2.0' } as const;
const arctic = {
  ...common,
  prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
} as const;
// From the models' cards: vectors may be shortened to 256 components; arxiv.org/abs/2412.04506.
const arcticV2 = {
  ...common,
  prefixes: { query: 'query: ', passage: '' },
  documentedMaxLength: 8192,
  matryoshka: { minDimension: 256, dimensions: [256] },
} as const;

/** Snowflake's arctic-embed models, which use the first token's vector, scaled to unit length. */
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
      sources: { hf: 'Snowflake/snowflake-arctic-embed-xs' },
    },
    {
      model: 'snowflake/snowflake-arctic-embed-s',
      ...arctic,
      dimension: 384,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 0.13,
      sources: { hf: 'Snowflake/snowflake-arctic-embed-s' },
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
      sources: { hf: 'Snowflake/snowflake-arctic-embed-m-long' },
    },
    {
      model: 'snowflake/snowflake-arctic-embed-l',
      ...arctic,
      dimension: 1024,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 1.02,
      sources: { hf: 'Snowflake/snowflake-arctic-embed-l' },
    },
    {
      model: 'Snowflake/snowflake-arctic-embed-m-v2.0',
      ...arcticV2,
      dimension: 768,
      description: 'Multilingual, up to 8192 tokens, 305 million parameters, vectors that may be cut to 256.',
      sizeInGB: 1.22,
      factsFrom:
        'Snowflake/snowflake-arctic-embed-m-v2.0: card, onnx/; qdrant/fastembed pull request 656 (768, CLS, 8192); 305 million parameters of 4 bytes',
    },
    {
      model: 'Snowflake/snowflake-arctic-embed-l-v2.0',
      ...arcticV2,
      dimension: 1024,
      description: 'Multilingual, up to 8192 tokens, 568 million parameters, vectors that may be cut to 256.',
      sizeInGB: 2.27,
      additionalFiles: ['onnx/model.onnx_data'],
      factsFrom:
        'Snowflake/snowflake-arctic-embed-l-v2.0: card, tree ac6544c/onnx; qdrant/fastembed pull request 562 (1024, CLS, 8192, query prefix)',
    },
  ],
};
