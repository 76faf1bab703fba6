import { UnknownModelError } from '@x/core';

import { listModels } from './custom-models.ts';
import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/**
 * The reranker of that name, whatever its case. With a `modelPath` a name that no catalogue knows is fine: the directory holds the
 * model.
 *
 * @throws {UnknownModelError} listing near names.
 */
export function findModel(name: string, modelPath?: string): SupportedRerankerModel {
  const models = listModels();
  const found = models.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  if (modelPath === undefined) {
    throw new UnknownModelError({ model: name, kind: 'reranker', knownModels: models.map(({ model }) => model) });
  }
  const files = { modelFile: 'onnx/model.onnx', additionalFiles: [] };
  return { model: name, description: '', sources: {}, ...files, bundled: false };
}
