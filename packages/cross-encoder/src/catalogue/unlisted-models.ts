import { InvalidArgumentError } from '@x/core';
import { readModelModules, type UnlistedModels } from '@x/model-hub';

import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/**
 * How to load a reranker that the catalogue does not list: as its `modules.json` says, if it has one. Otherwise the outputs of its graph are taken
 * as logits.
 */
export const unlistedModels: UnlistedModels<SupportedRerankerModel> = {
  optionalFiles: [
    'modules.json',
    '1_Pooling/config.json',
    'sentence_bert_config.json',
    'config_sentence_transformers.json',
  ],
  // Refuses a model whose modules are not supported before its weights are downloaded.
  inspect: async (directory) => void (await readModelModules(directory, 'CrossEncoder')),
  describe: async (entry, { directory, manifest }) => {
    if (manifest?.dimension !== undefined) {
      const advice = 'It is an embedding model: load it with TextEmbedding.load of @x/embed.';
      throw new InvalidArgumentError({ parameter: 'modelName', value: entry.model, expected: 'a reranker', advice });
    }
    const isModular = (await readModelModules(directory, 'CrossEncoder')) !== undefined;
    return { ...entry, ...(isModular && { modular: true }) };
  },
};
