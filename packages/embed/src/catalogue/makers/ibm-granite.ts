import type { MakerModels } from '../maker-models.ts';

const firstToken = { pooling: 'cls', normalize: true, license: 'apache-2.0' } as const;

/** IBM's Granite embedding models of the second generation, on ModernBERT. None needs a prefix. */
export const ibmGranite: MakerModels = {
  dense: [
    {
      model: 'ibm-granite/granite-embedding-small-english-r2',
      dimension: 384,
      // The graph's second output is the first token's vector.
      pooling: 'none',
      output: 1,
      normalize: false,
      documentedMaxLength: 8192,
      description:
        'Text embeddings, Unimodal (text), English, 8192 input tokens truncation, Prefixes for queries/documents: not necessary, embeddings are not normalized, 2025 year.',
      license: 'apache-2.0',
      sizeInGB: 0.18,
      sources: { hf: 'onnx-community/granite-embedding-small-english-r2-ONNX' },
      additionalFiles: ['onnx/model.onnx_data'],
    },
    {
      model: 'ibm-granite/granite-embedding-english-r2',
      ...firstToken,
      dimension: 768,
      documentedMaxLength: 8192,
      description:
        'English, up to 8192 tokens, 149 million parameters, no prefixes. Export by sirasagi62, because IBM publishes none.',
      sizeInGB: 0.6,
      sources: { hf: 'sirasagi62/granite-embedding-english-r2-ONNX' },
      factsFrom:
        'ibm-granite/granite-embedding-english-r2: card (768, CLS, 8192); sirasagi62/granite-embedding-english-r2-ONNX at 82a4b31 (onnx/model.onnx)',
    },
    {
      model: 'ibm-granite/granite-embedding-97m-multilingual-r2',
      ...firstToken,
      dimension: 384,
      documentedMaxLength: 32768,
      description: 'More than 200 languages, code, up to 32768 tokens, 97 million parameters, no prefixes.',
      sizeInGB: 0.39,
      factsFrom: 'ibm-granite/granite-embedding-97m-multilingual-r2: card, 1_Pooling (CLS), 835ad14 (onnx/model.onnx)',
    },
    {
      model: 'ibm-granite/granite-embedding-311m-multilingual-r2',
      ...firstToken,
      dimension: 768,
      documentedMaxLength: 32768,
      // From the model's card: "512, 384, 256, or 128 dimensions".
      matryoshka: { minDimension: 128, dimensions: [128, 256, 384, 512] },
      description: 'More than 200 languages, code, up to 32768 tokens, 311 million parameters, no prefixes.',
      sizeInGB: 1.25,
      factsFrom:
        'ibm-granite/granite-embedding-311m-multilingual-r2: card (CLS), 4439955 (onnx/model.onnx, 1247170481 bytes)',
    },
  ],
};
