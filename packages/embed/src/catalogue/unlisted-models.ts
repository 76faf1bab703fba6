import type { UnlistedModels } from '@x/model-hub';

import { describeDirectory, describeManifest } from './describe-directory.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** How a dense model is used that the catalogue does not list: as a model package's manifest says, else the repository's own files. */
export const unlistedModels: UnlistedModels<SupportedTextEmbeddingModel> = {
  // Without these nothing tells the pooling, so their absence is noticed before the weights are fetched.
  requiredFiles: ['modules.json', '1_Pooling/config.json'],
  optionalFiles: ['sentence_bert_config.json', 'config_sentence_transformers.json'],
  // A model that cannot be pooled here is not worth its download.
  inspect: async (directory) => void (await describeDirectory(directory)),
  describe: async (entry, { directory, manifest }) => ({
    ...entry,
    ...(describeManifest(manifest) ?? (await describeDirectory(directory))),
  }),
};
