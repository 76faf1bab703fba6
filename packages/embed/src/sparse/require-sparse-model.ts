import { InvalidArgumentError, requireText } from '@x/core';

import { sparseModels } from '../catalogue/catalogues.ts';
import { refuseOtherClasses } from '../catalogue/refuse-other-classes.ts';
import type { SupportedSparseTextEmbeddingModel } from '../catalogue/supported-sparse-model.ts';

/** FastEmbed's sparse models that are not run here, and why. */
const unsupportedModels: Readonly<Record<string, string>> = {
  'Qdrant/bm42-all-minilm-l6-v2-attentions': 'its weights are attentions, which are not read here',
  'Qdrant/minicoil-v1': 'it needs an encoder for each word, which is not read here',
};

/**
 * The sparse model of that name, whatever its case.
 *
 * @throws {InvalidArgumentError} when FastEmbed has it and it is not run here, saying why.
 * @throws {UnknownModelError} listing near names.
 */
export function requireSparseModel(modelName: string): SupportedSparseTextEmbeddingModel {
  const wanted = requireText(modelName, 'modelName').toLowerCase();
  const unsupported = Object.entries(unsupportedModels).find(([model]) => model.toLowerCase() === wanted);
  if (unsupported === undefined) {
    refuseOtherClasses(modelName, 'SparseTextEmbedding');
    return sparseModels.require(modelName);
  }
  const expected = `a model that can be run, such as Qdrant/bm25 or prithivida/Splade_PP_en_v1; this one is not, because ${unsupported[1]}`;
  throw new InvalidArgumentError({ parameter: 'modelName', value: modelName, expected });
}
