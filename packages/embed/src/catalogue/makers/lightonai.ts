import type { MakerModels } from '../maker-models.ts';

// fastembed/late_interaction/lateon.py: queries are not padded with masks, and the tokenizer's limit does not count the marker.
const late = {
  dimension: 128,
  attendsMasks: false,
  expandsQueries: false,
  limitCountsMarker: false,
  license: 'apache-2.0',
  modelFile: 'model.onnx',
  additionalFiles: [],
} as const;

/** LightOn's late interaction models on ModernBERT. */
export const lightonai: MakerModels = {
  lateInteraction: [
    {
      model: 'lightonai/LateOn',
      ...late,
      queryMarkerId: 50_368,
      documentMarkerId: 50_369,
      maskToken: '[MASK]',
      skipsPunctuation: true,
      description: 'English, documents up to 300 tokens, 2026',
      sizeInGB: 0.616,
      sources: { hf: 'lightonai/LateOn' },
    },
    {
      model: 'lightonai/mLateOn',
      ...late,
      queryMarkerId: 256_000,
      documentMarkerId: 256_001,
      maskToken: '<mask>',
      skipsPunctuation: false,
      description: 'Many languages and code, up to 8192 tokens, 2026',
      sizeInGB: 1.25,
      sources: { hf: 'lightonai/mLateOn' },
    },
  ],
};
