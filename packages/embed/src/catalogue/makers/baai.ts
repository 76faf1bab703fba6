import type { MakerModels } from '../maker-models.ts';

const bge = { pooling: 'cls', normalize: true, documentedMaxLength: 512, license: 'mit' } as const;
const englishPrefixes = { query: 'Represent this sentence for searching relevant passages: ', passage: '' };

/** BAAI's bge models, which use the first token's vector, scaled to unit length. */
export const baai: MakerModels = {
  dense: [
    {
      model: 'BAAI/bge-base-en',
      ...bge,
      dimension: 768,
      prefixes: englishPrefixes,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2023 year.',
      sizeInGB: 0.42,
      sources: { hf: 'Qdrant/fast-bge-base-en' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'BAAI/bge-base-en-v1.5',
      ...bge,
      dimension: 768,
      prefixes: englishPrefixes,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
      sizeInGB: 0.21,
      sources: { hf: 'Qdrant/bge-base-en-v1.5-onnx-Q' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'BAAI/bge-large-en-v1.5',
      ...bge,
      dimension: 1024,
      prefixes: englishPrefixes,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
      sizeInGB: 1.2,
      sources: { hf: 'Qdrant/bge-large-en-v1.5-onnx' },
      modelFile: 'model.onnx',
    },
    {
      model: 'BAAI/bge-small-en',
      ...bge,
      dimension: 384,
      prefixes: englishPrefixes,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: necessary, 2023 year.',
      sizeInGB: 0.13,
      sources: { hf: 'Qdrant/bge-small-en' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'BAAI/bge-small-en-v1.5',
      ...bge,
      dimension: 384,
      prefixes: englishPrefixes,
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
      sizeInGB: 0.067,
      sources: { hf: 'Qdrant/bge-small-en-v1.5-onnx-Q' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'BAAI/bge-small-zh-v1.5',
      ...bge,
      dimension: 512,
      prefixes: { query: '为这个句子生成表示以用于检索相关文章：', passage: '' },
      description:
        'Text embeddings, Unimodal (text), Chinese, 512 input tokens truncation, Prefixes for queries/documents: not so necessary, 2023 year.',
      sizeInGB: 0.09,
      sources: { hf: 'Qdrant/bge-small-zh-v1.5' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'BAAI/bge-m3',
      ...bge,
      dimension: 1024,
      documentedMaxLength: 8192,
      description: 'Text embeddings, more than 100 languages, long texts, no prefixes. Dense vectors only.',
      sizeInGB: 2.27,
      // One of the graph's constants is also in a separate file.
      additionalFiles: ['onnx/model.onnx_data', 'onnx/Constant_7_attr__value'],
      factsFrom:
        'BAAI/bge-m3: card (Model Specs), commit babcf60 (ONNX files); FlagOpen/FlagEmbedding: inference/embedder/encoder_only/m3.py (CLS, normalised)',
    },
  ],
  hybrid: [
    {
      model: 'BAAI/bge-m3',
      license: 'mit',
      dimension: 1024,
      description:
        'Dense vectors, weights of tokens and a vector for each token in one pass; more than 100 languages, 8192 input tokens truncation, no prefixes. Weights are 8-bit integers.',
      sizeInGB: 0.6,
      sources: { hf: 'gpahal/bge-m3-onnx-int8' },
      modelFile: 'model_quantized.onnx',
      factsFrom:
        'gpahal/bge-m3-onnx-int8, as Anush008/fastembed-rs runs it: src/models/bgem3.rs (file), src/bgem3_embedding/impl.rs (outputs, ids without weight); FlagOpen/FlagEmbedding: inference/embedder/encoder_only/m3.py; BAAI/bge-m3: card (license, languages, limit)',
    },
  ],
};
