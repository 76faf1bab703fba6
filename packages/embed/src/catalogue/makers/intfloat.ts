import type { MakerModels } from '../maker-models.ts';

const e5 = {
  pooling: 'mean',
  documentedMaxLength: 512,
  prefixes: { query: 'query: ', passage: 'passage: ' },
  license: 'mit',
} as const;

/** The E5 models of Microsoft's Liang Wang, published under the name intfloat. */
export const intfloat: MakerModels = {
  dense: [
    {
      model: 'intfloat/multilingual-e5-large',
      ...e5,
      dimension: 1024,
      normalize: false,
      description:
        'Text embeddings, Unimodal (text), Multilingual (~100 languages), 512 input tokens truncation, Prefixes for queries/documents: necessary, 2024 year.',
      sizeInGB: 2.24,
      sources: { hf: 'Qdrant/multilingual-e5-large-onnx' },
      modelFile: 'model.onnx',
      additionalFiles: ['model.onnx_data'],
    },
    {
      model: 'intfloat/e5-small-v2',
      ...e5,
      dimension: 384,
      normalize: true,
      description: 'Text embeddings, English, small.',
      sizeInGB: 0.13,
      sources: { hf: 'Xenova/e5-small-v2' },
      factsFrom: 'Xenova/e5-small-v2: tree/main/onnx; intfloat/e5-small-v2: card, modules.json',
    },
    {
      model: 'intfloat/e5-base-v2',
      ...e5,
      dimension: 768,
      normalize: true,
      description: 'Text embeddings, English.',
      sizeInGB: 0.44,
      factsFrom: 'intfloat/e5-base-v2: card, modules.json, tree/main/onnx',
    },
    {
      model: 'intfloat/multilingual-e5-small',
      ...e5,
      dimension: 384,
      normalize: true,
      description: 'Text embeddings, many languages, small.',
      sizeInGB: 0.47,
      factsFrom:
        'qdrant/fastembed tests/test_custom_models.py::test_text_custom_model; intfloat/multilingual-e5-small: card, modules.json, commit ffdcc22',
    },
    {
      model: 'intfloat/multilingual-e5-base',
      ...e5,
      dimension: 768,
      normalize: true,
      description: 'Text embeddings, many languages.',
      sizeInGB: 1.11,
      factsFrom: 'intfloat/multilingual-e5-base: card, modules.json, tree/main/onnx',
    },
  ],
};
