import type { MakerModels } from '../maker-models.ts';

const meanPooled = { pooling: 'mean', license: 'apache-2.0' } as const;

/** The models of the library sentence-transformers, which use the mean of the token vectors. */
export const sentenceTransformers: MakerModels = {
  dense: [
    {
      model: 'sentence-transformers/all-MiniLM-L6-v2',
      ...meanPooled,
      dimension: 384,
      normalize: true,
      documentedMaxLength: 256,
      hubMaxLength: 128,
      description:
        'Text embeddings, Unimodal (text), English, 256 input tokens truncation, Prefixes for queries/documents: not necessary, 2021 year.',
      sizeInGB: 0.09,
      sources: { hf: 'Qdrant/all-MiniLM-L6-v2-onnx' },
      modelFile: 'model.onnx',
      bundled: true,
      npmPackage: '@x/model-all-minilm-l6-v2',
    },
    {
      model: 'sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2',
      ...meanPooled,
      dimension: 384,
      normalize: false,
      documentedMaxLength: 128,
      description:
        'Text embeddings, Unimodal (text), Multilingual (~50 languages), 128 input tokens truncation, Prefixes for queries/documents: not necessary, 2019 year.',
      sizeInGB: 0.22,
      sources: { hf: 'Qdrant/paraphrase-multilingual-MiniLM-L12-v2-onnx-Q' },
      modelFile: 'model_optimized.onnx',
    },
    {
      model: 'sentence-transformers/paraphrase-multilingual-mpnet-base-v2',
      ...meanPooled,
      dimension: 768,
      normalize: false,
      documentedMaxLength: 512,
      description:
        'Text embeddings, Unimodal (text), Multilingual (~50 languages), 512 input tokens truncation, Prefixes for queries/documents: not necessary, 2021 year.',
      sizeInGB: 1.0,
      sources: { hf: 'Xenova/paraphrase-multilingual-mpnet-base-v2' },
    },
  ],
};
