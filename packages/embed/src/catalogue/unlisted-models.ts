import { InvalidArgumentError } from '@x/core';
import type { UnlistedModels } from '@x/model-hub';

import { describeDirectory, describeManifest } from './describe-directory.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** How a dense model is used that the catalogue does not list: as a model package's manifest says, else the repository's own files. */
export const unlistedModels: UnlistedModels<SupportedTextEmbeddingModel> = {
  // Without it nothing tells the pooling, so its absence is noticed before the weights are fetched.
  requiredFiles: ['modules.json'],
  optionalFiles: ['1_Pooling/config.json', 'sentence_bert_config.json', 'config_sentence_transformers.json'],
  // A model that cannot be pooled here is not worth its download.
  inspect: async (directory) => void (await describeDirectory(directory)),
  describe: async (entry, { directory, manifest }) => {
    if (manifest?.kind === 'reranker') {
      const advice = 'It is a reranker: use TextCrossEncoder.load of @x/cross-encoder for it.';
      const expected = 'a model that embeds texts';
      throw new InvalidArgumentError({ parameter: 'modelName', value: entry.model, expected, advice });
    }
    const described = describeManifest(manifest);
    if (described !== undefined) return { ...entry, ...described };
    return { ...entry, ...(await describeDirectory(directory)), modular: true };
  },
};
