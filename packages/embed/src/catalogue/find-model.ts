import { UnknownModelError } from '@x/core';

import { listModels } from './custom-models.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** The model of that name, whatever its case; `undefined` when there is none. */
export function findModel(name: string): SupportedTextEmbeddingModel | undefined {
  return listModels().find(({ model }) => model.toLowerCase() === name.toLowerCase());
}

/**
 * The model of that name, whatever its case.
 *
 * @throws {UnknownModelError} listing near names.
 */
export function requireModel(name: string): SupportedTextEmbeddingModel {
  const found = findModel(name);
  if (found !== undefined) return found;
  const knownModels = listModels().map(({ model }) => model);
  throw new UnknownModelError({ model: name, kind: 'text embedding model', knownModels });
}
