import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

const e5Prefixes = { query: 'query: ', passage: 'passage: ' };

/**
 * Models that FastEmbed does not list and its users ask for most. Each says where its facts are from; what is not known is left out.
 * Pages are those of huggingface.co, as stored in public archives.
 */
export const beyondFastEmbedModels: readonly SupportedTextEmbeddingModel[] = [
  {
    model: 'BAAI/bge-m3',
    dimension: 1024,
    pooling: 'cls',
    normalize: true,
    documentedMaxLength: 8192,
    description: 'Text embeddings, more than 100 languages, long texts, no prefixes. Dense vectors only.',
    license: 'mit',
    sizeInGB: 2.27,
    sources: { hf: 'BAAI/bge-m3' },
    modelFile: 'onnx/model.onnx',
    // One of the graph's constants lies in a file of its own, too.
    additionalFiles: ['onnx/model.onnx_data', 'onnx/Constant_7_attr__value'],
    bundled: false,
    factsFrom:
      'BAAI/bge-m3: card (Model Specs), commit babcf60 (ONNX files); FlagOpen/FlagEmbedding: inference/embedder/encoder_only/m3.py (CLS, normalised)',
  },
  {
    model: 'intfloat/e5-small-v2',
    dimension: 384,
    pooling: 'mean',
    normalize: true,
    documentedMaxLength: 512,
    prefixes: e5Prefixes,
    description: 'Text embeddings, English, small.',
    license: 'mit',
    sizeInGB: 0.13,
    sources: { hf: 'Xenova/e5-small-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'Xenova/e5-small-v2: tree/main/onnx; intfloat/e5-small-v2: card, modules.json',
  },
  {
    model: 'intfloat/e5-base-v2',
    dimension: 768,
    pooling: 'mean',
    normalize: true,
    documentedMaxLength: 512,
    prefixes: e5Prefixes,
    description: 'Text embeddings, English.',
    license: 'mit',
    sizeInGB: 0.44,
    sources: { hf: 'intfloat/e5-base-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'intfloat/e5-base-v2: card, modules.json, tree/main/onnx',
  },
  {
    model: 'intfloat/multilingual-e5-small',
    dimension: 384,
    pooling: 'mean',
    normalize: true,
    documentedMaxLength: 512,
    prefixes: e5Prefixes,
    description: 'Text embeddings, many languages, small.',
    license: 'mit',
    sizeInGB: 0.47,
    sources: { hf: 'intfloat/multilingual-e5-small' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom:
      'qdrant/fastembed tests/test_custom_models.py::test_text_custom_model; intfloat/multilingual-e5-small: card, modules.json, commit ffdcc22',
  },
  {
    model: 'intfloat/multilingual-e5-base',
    dimension: 768,
    pooling: 'mean',
    normalize: true,
    documentedMaxLength: 512,
    prefixes: e5Prefixes,
    description: 'Text embeddings, many languages.',
    license: 'mit',
    sizeInGB: 1.11,
    sources: { hf: 'intfloat/multilingual-e5-base' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    factsFrom: 'intfloat/multilingual-e5-base: card, modules.json, tree/main/onnx',
  },
];
