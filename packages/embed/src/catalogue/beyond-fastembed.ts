import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** Models that FastEmbed does not list. Each says where its facts are from; what is not known is left out. */
export const beyondFastEmbedModels: readonly SupportedTextEmbeddingModel[] = [
  {
    model: 'intfloat/multilingual-e5-small',
    dimension: 384,
    pooling: 'mean',
    normalize: true,
    prefixes: { query: 'query: ', passage: 'passage: ' },
    description: 'Text embeddings, many languages, small.',
    sizeInGB: 0.47,
    sources: { hf: 'intfloat/multilingual-e5-small' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'qdrant/fastembed tests/test_custom_models.py::test_text_custom_model',
  },
];
