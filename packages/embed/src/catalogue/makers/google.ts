import type { MakerModels } from '../maker-models.ts';

/** Google's models, whose graphs include the pooling. */
export const google: MakerModels = {
  dense: [
    {
      model: 'google/embeddinggemma-300m',
      dimension: 768,
      pooling: 'none',
      normalize: false,
      output: 1,
      prefixes: { query: 'task: search result | query: ', passage: 'title: none | text: ' },
      documentedMaxLength: 2048,
      // From the model's card, "Inputs and outputs".
      matryoshka: { minDimension: 128, dimensions: [128, 256, 512] },
      description:
        "Text embeddings, Unimodal (text), multilingual, 2048 input tokens truncation, Prefixes for queries/documents: `task: search result | query: {content}` for query, `title: {title | 'none'} | text: {content}` for documents, 2025 year.",
      license: 'gemma',
      sizeInGB: 1.24,
      sources: { hf: 'onnx-community/embeddinggemma-300m-ONNX' },
      additionalFiles: ['onnx/model.onnx_data'],
    },
    {
      model: 'google/siglip2-base-patch16-224',
      dimension: 768,
      pooling: 'none',
      normalize: true,
      // The graph reads the last of 64 positions, whichever token is there (fastembed/text/siglip_embedding.py).
      output: 'pooler_output',
      padToLength: 64,
      documentedMaxLength: 64,
      description:
        'Text embeddings, Multimodal (text&image), multilingual, 64 input tokens truncation, Prefixes for queries/documents: not necessary, 2025 year',
      license: 'apache-2.0',
      sizeInGB: 1.13,
      sources: { hf: 'onnx-community/siglip2-base-patch16-224-ONNX' },
      modelFile: 'onnx/text_model.onnx',
    },
  ],
};
