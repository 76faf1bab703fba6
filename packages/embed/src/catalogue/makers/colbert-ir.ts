import type { MakerModels } from '../maker-models.ts';

/** The ColBERT of Stanford's Future Data Systems group. */
export const colbertIr: MakerModels = {
  lateInteraction: [
    {
      model: 'colbert-ir/colbertv2.0',
      dimension: 128,
      // fastembed/late_interaction/colbert.py: [unused0] and [unused1] of BERT's vocabulary.
      queryMarkerId: 1,
      documentMarkerId: 2,
      maskToken: '[MASK]',
      attendsMasks: false,
      description: 'English, up to 512 tokens, 2023',
      license: 'mit',
      sizeInGB: 0.44,
      sources: { hf: 'colbert-ir/colbertv2.0' },
      modelFile: 'model.onnx',
      additionalFiles: [],
    },
  ],
};
