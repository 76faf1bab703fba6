import { InvalidArgumentError } from '@x/core';
import type { UnlistedModels } from '@x/model-hub';

import { describeDirectory, describeManifest } from './describe-directory.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** How to load a dense model that the catalogue does not list: from a model package's manifest, else from the repository's own files. */
export const unlistedModels: UnlistedModels<SupportedTextEmbeddingModel> = {
  // Only modules.json states the pooling. Requiring it reports a missing file before the weights are downloaded.
  requiredFiles: ['modules.json'],
  optionalFiles: ['1_Pooling/config.json', 'sentence_bert_config.json', 'config_sentence_transformers.json'],
  // Refuses a model whose modules are not supported before its weights are downloaded.
  inspect: async (directory) => void (await describeDirectory(directory)),
  describe: async (entry, { directory, manifest }) => {
    if (manifest?.kind === 'reranker') {
      const advice = 'It is a reranker: load it with TextCrossEncoder.load of @x/cross-encoder.';
      const expected = 'an embedding model';
      throw new InvalidArgumentError({ parameter: 'modelName', value: entry.model, expected, advice });
    }
    const described = describeManifest(manifest);
    if (described !== undefined) return { ...entry, ...described };
    return { ...entry, ...(await describeDirectory(directory)), modular: true };
  },
};
