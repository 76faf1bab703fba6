import type { MakerModels } from '../maker-models.ts';

/** Alibaba's gte models on ModernBERT. */
export const alibabaNlp: MakerModels = {
  dense: [
    {
      model: 'Alibaba-NLP/gte-modernbert-base',
      dimension: 768,
      pooling: 'cls',
      normalize: true,
      documentedMaxLength: 8192,
      description: 'English, up to 8192 tokens, 149 million parameters, no prefixes.',
      license: 'apache-2.0',
      sizeInGB: 0.6,
      factsFrom: 'Alibaba-NLP/gte-modernbert-base: card, 1_Pooling, tree 26dda71/onnx (model.onnx, 596 MB)',
    },
  ],
};
