import { UnknownModelError } from '@x/core';

import { rerankerModels } from './reranker-models.ts';
import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/**
 * The reranker of that name, whatever its case.
 *
 * @throws {UnknownModelError} listing near names.
 */
export function findSupportedModel(name: string): SupportedRerankerModel {
  const found = rerankerModels.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new UnknownModelError({ model: name, kind: 'reranker', knownModels: rerankerModels.map(({ model }) => model) });
}
