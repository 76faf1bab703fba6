import { UnknownModelError } from '@x/core';

import { listCustomModels } from './custom-models.ts';
import { supportedModels } from './supported-models.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** The models of the catalogue, then those that were added to it. */
export function listModels(): SupportedTextEmbeddingModel[] {
  return [...supportedModels, ...listCustomModels()].map((model) => ({ ...model }));
}

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
