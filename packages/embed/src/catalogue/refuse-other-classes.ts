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
 * Refuses a model that only another class can load. A name in several catalogues is allowed for each of their classes. A name in no catalogue is
 * always allowed.
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
    advice: `Load it with ${classes.map((name) => `${name}.load`).join(' or ')}.`,
  });
}
