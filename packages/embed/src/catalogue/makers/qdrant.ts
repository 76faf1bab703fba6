import type { MakerModels } from '../maker-models.ts';

// All three models share one vector space: the small ones embed queries, stella embeds documents.
const stella = {
  dimension: 1024,
  normalize: true,
  documentedMaxLength: 512,
  license: 'mit',
  modelFile: 'model.onnx',
} as const;

/** Models that Qdrant publishes under its own name: BM25, OpenAI's CLIP (its graph includes the pooling), and stella with two light query encoders. */
export const qdrant: MakerModels = {
  dense: [
    {
      model: 'Qdrant/constella-zero',
      ...stella,
      pooling: 'cls',
      documentModel: 'Qdrant/stella-en-400M-v5-doc-onnx',
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Query-side lookup table with no transformer, embeds into the document space of stella_en_400M_v5, Prefixes for queries/documents: not necessary, 2026 year.',
      sizeInGB: 0.03,
    },
    {
      model: 'Qdrant/constella-nano',
      ...stella,
      pooling: 'mean',
      documentModel: 'Qdrant/stella-en-400M-v5-doc-onnx',
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Query-side 34.5M-parameter transformer, embeds into the document space of stella_en_400M_v5, Prefixes for queries/documents: not necessary, 2026 year.',
      sizeInGB: 0.14,
    },
    {
      model: 'Qdrant/stella-en-400M-v5-doc-onnx',
      ...stella,
      pooling: 'cls',
      // "s2p_query" in the config_sentence_transformers.json of NovaSearch/stella_en_400M_v5.
      prefixes: {
        query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query.\nQuery: ',
        passage: '',
      },
      description:
        'Text embeddings, Unimodal (text), English, 512 input tokens truncation, Document side of stella_en_400M_v5 only -- queries need its s2p_query prompt, Prefixes for queries/documents: necessary, 2026 year.',
      sizeInGB: 1.75,
    },
    {
      model: 'Qdrant/clip-ViT-B-32-text',
      dimension: 512,
      pooling: 'none',
      normalize: false,
      documentedMaxLength: 77,
      description:
        'Text embeddings, Multimodal (text&image), English, 77 input tokens truncation, Prefixes for queries/documents: not necessary, 2021 year',
      license: 'mit',
      sizeInGB: 0.25,
      modelFile: 'model.onnx',
    },
  ],
  sparse: [
    {
      model: 'Qdrant/bm25',
      requiresIdf: true,
      description: 'BM25 term weights for 18 languages, computed without a model',
      license: 'apache-2.0',
      sizeInGB: 0,
      sources: {},
      additionalFiles: [],
    },
  ],
};
