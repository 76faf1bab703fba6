import { UnknownModelError } from '@x/core';

import { arcticAndMixedbreadModels } from './arctic-and-mixedbread.ts';
import { baaiModels } from './baai.ts';
import { jinaModels } from './jina.ts';
import { meanPooledModels } from './mean-pooled.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** Every model that can be loaded by name. Figures are FastEmbed's (qdrant/fastembed, `fastembed/text`). */
export const supportedModels: readonly SupportedTextEmbeddingModel[] = [
  ...baaiModels,
  ...arcticAndMixedbreadModels,
  ...meanPooledModels,
  ...jinaModels,
];

/**
 * The model of that name, whatever its case.
 *
 * @throws {UnknownModelError} listing near names.
 */
export function findSupportedModel(name: string): SupportedTextEmbeddingModel {
  const found = supportedModels.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new UnknownModelError({
    model: name,
    kind: 'text embedding model',
    knownModels: supportedModels.map(({ model }) => model),
  });
}
