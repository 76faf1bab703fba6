import { InvalidArgumentError } from '@x/core';
import { readModelModules, type UnlistedModels } from '@x/model-hub';

import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/**
 * How a reranker is used that the catalogue does not list: as its `modules.json` says, where it has one, else its graph is taken to give the
 * logits.
 */
export const unlistedModels: UnlistedModels<SupportedRerankerModel> = {
  optionalFiles: [
    'modules.json',
    '1_Pooling/config.json',
    'sentence_bert_config.json',
    'config_sentence_transformers.json',
  ],
  // A model that cannot be scored here is not worth its download.
  inspect: async (directory) => void (await readModelModules(directory, 'CrossEncoder')),
  describe: async (entry, { directory, manifest }) => {
    if (manifest?.dimension !== undefined) {
      const advice = 'It embeds texts: use TextEmbedding.load of @x/embed for it.';
      throw new InvalidArgumentError({ parameter: 'modelName', value: entry.model, expected: 'a reranker', advice });
    }
    const isModular = (await readModelModules(directory, 'CrossEncoder')) !== undefined;
    return { ...entry, ...(isModular && { modular: true }) };
  },
};
