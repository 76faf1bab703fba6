import type { MakerModels } from '../maker-models.ts';

/** What Qdrant publishes under its own name: BM25, and OpenAI's CLIP, whose graph pools by itself. */
export const qdrant: MakerModels = {
  dense: [
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
      description: 'BM25 term weights for 18 languages, computed here: no model is run',
      license: 'apache-2.0',
      sizeInGB: 0,
      sources: {},
      additionalFiles: [],
    },
  ],
};
