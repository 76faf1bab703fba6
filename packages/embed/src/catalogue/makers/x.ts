import type { MakerModels } from '../maker-models.ts';

/** This project's static model, which is available only in an npm package. */
export const own: MakerModels = {
  static: [
    {
      model: 'x/static-en',
      dimension: 256,
      description: 'Static: token vectors of all-MiniLM-L6-v2, created as by model2vec. English, no download.',
      license: 'apache-2.0',
      sizeInGB: 0.008,
      sources: {},
      modelFile: 'model.safetensors',
      bundled: true,
      npmPackage: '@x/model-static-en',
      matryoshka: { minDimension: 128 },
      factsFrom: 'models/static-en/MODEL_CARD.md',
    },
  ],
};
