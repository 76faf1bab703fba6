import type { MakerModels } from '../maker-models.ts';

/** OpenSearch's neural sparse models. */
export const opensearchProject: MakerModels = {
  sparse: [
    {
      model: 'opensearch-project/opensearch-neural-sparse-encoding-doc-v3-gte',
      requiresIdf: false,
      description: 'SPLADE for English; queries need no model, the weights of their words come from a table',
      license: 'apache-2.0',
      sizeInGB: 0.55,
      sources: { hf: 'Qdrant/opensearch-neural-sparse-encoding-doc-v3-gte' },
      modelFile: 'model.onnx',
      additionalFiles: ['idf.json'],
    },
  ],
};
