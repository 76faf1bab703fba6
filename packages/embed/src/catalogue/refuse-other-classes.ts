import { InvalidArgumentError, requireText } from '@x/core';
import type { Catalogue, CatalogueEntry } from '@x/model-hub';

import { denseModels, hybridModels, lateInteractionModels, sparseModels, staticModels } from './catalogues.ts';

type ClassName =
  | 'TextEmbedding'
  | 'StaticTextEmbedding'
  | 'SparseTextEmbedding'
  | 'LateInteractionTextEmbedding'
  | 'HybridTextEmbedding';

/** The catalogue of each class. */
const catalogues: Readonly<Record<ClassName, Pick<Catalogue<CatalogueEntry>, 'find'>>> = {
  TextEmbedding: denseModels,
  StaticTextEmbedding: staticModels,
  SparseTextEmbedding: sparseModels,
  LateInteractionTextEmbedding: lateInteractionModels,
  HybridTextEmbedding: hybridModels,
};

/**
 * Refuses a model that another class loads. A name that is in several catalogues belongs to each of them, and one that is in none may be anything.
 *
 * @throws {InvalidArgumentError} naming the class to use.
 */
export function refuseOtherClasses(modelName: string, ...own: readonly ClassName[]): void {
  requireText(modelName, 'modelName');
  const classes = Object.entries(catalogues).flatMap(([name, { find }]) =>
    find(modelName) === undefined ? [] : [name],
  );
  if (classes.length === 0 || own.some((name) => classes.includes(name))) return;
  throw new InvalidArgumentError({
    parameter: 'modelName',
    value: modelName,
    expected: `a model of ${own[0]}`,
    advice: `Use ${classes.map((name) => `${name}.load`).join(' or ')} for it.`,
  });
}
