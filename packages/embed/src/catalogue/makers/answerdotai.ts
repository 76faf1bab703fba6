import type { MakerModels } from '../maker-models.ts';

/** Answer.AI's ColBERT. */
export const answerdotai: MakerModels = {
  lateInteraction: [
    {
      model: 'answerdotai/answerai-colbert-small-v1',
      dimension: 96,
      // fastembed/late_interaction/colbert.py: [unused0] and [unused1] of BERT's vocabulary.
      queryMarkerId: 1,
      documentMarkerId: 2,
      maskToken: '[MASK]',
      attendsMasks: false,
      description: 'English, up to 512 tokens, 2024',
      license: 'apache-2.0',
      sizeInGB: 0.13,
      sources: { hf: 'answerdotai/answerai-colbert-small-v1' },
      modelFile: 'vespa_colbert.onnx',
      additionalFiles: [],
    },
  ],
};
