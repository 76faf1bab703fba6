import { InvalidArgumentError, requireText } from '@x/core';

import { sparseModels } from '../catalogue/catalogues.ts';
import { refuseOtherClasses } from '../catalogue/refuse-other-classes.ts';
import type { SupportedSparseTextEmbeddingModel } from '../catalogue/supported-sparse-model.ts';

/** FastEmbed's sparse models that are not supported, with the reason. */
const unsupportedModels: Readonly<Record<string, string>> = {
  'Qdrant/bm42-all-minilm-l6-v2-attentions': 'its weights come from attention',
  'Qdrant/minicoil-v1': 'it needs an encoder for each word',
};

/**
 * Returns the sparse model with this name, ignoring upper and lower case.
 *
 * @throws {InvalidArgumentError} when it is a model of FastEmbed that is not supported, with the reason, or when another class loads it.
 * @throws {UnknownModelError} when there is no such model; the error lists similar names.
 */
export function requireSparseModel(modelName: string): SupportedSparseTextEmbeddingModel {
  const wanted = requireText(modelName, 'modelName').toLowerCase();
  const unsupported = Object.entries(unsupportedModels).find(([model]) => model.toLowerCase() === wanted);
  if (unsupported === undefined) {
    refuseOtherClasses(modelName, 'SparseTextEmbedding');
    return sparseModels.require(modelName);
  }
  const [model, reason] = unsupported;
  const expected = 'a supported model, such as Qdrant/bm25 or prithivida/Splade_PP_en_v1';
  const problem = () => `${model} is not supported, because ${reason}.`;
  const advice = 'Use Qdrant/bm25 or prithivida/Splade_PP_en_v1, for example.';
  throw new InvalidArgumentError({ parameter: 'modelName', value: modelName, expected, problem, advice });
}
