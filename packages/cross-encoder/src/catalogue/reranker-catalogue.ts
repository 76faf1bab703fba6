import { type OptionKinds, requireOneOf, requireOptions } from '@x/core';
import { type Catalogue, catalogueEntryKinds, createCatalogue, entryDefaults } from '@x/model-hub';
import { requirePairTemplate } from '@x/tokenizer';

import { logitRules } from '../logit-reduction.ts';
import { makers } from './makers.ts';
import type { CustomRerankerModel, SupportedRerankerModel } from './supported-reranker-model.ts';

/** The rerankers that are known by name. */
export const rerankers: Catalogue<SupportedRerankerModel> = createCatalogue<SupportedRerankerModel>({
  kind: 'reranker',
  elsewhere: 'Embedding models are loaded with TextEmbedding.load of @x/embed.',
  models: makers.flat().map((model) => ({ ...entryDefaults(model.model), ...model })),
  // FastEmbed lacks these models, so code that was written for it adds them itself.
  isReplaceable: ({ factsFrom, bundled }) => factsFrom !== undefined && !bundled,
});

const customModelKinds: OptionKinds<CustomRerankerModel> = {
  ...catalogueEntryKinds,
  logitRule: 'text',
  pairTemplate: 'object',
};

/**
 * Adds a reranker to the catalogue of this process.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or the name is taken, whatever its case: by a model that was added, or one of
 * FastEmbed's. A model that only this catalogue has is replaced.
 */
export function addCustomModel(custom: CustomRerankerModel): void {
  requireOptions(custom, customModelKinds, 'model');
  if (custom.logitRule !== undefined) requireOneOf(custom.logitRule, 'logitRule', logitRules);
  if (custom.pairTemplate !== undefined) requirePairTemplate(custom.pairTemplate);
  rerankers.add({ ...entryDefaults(custom.model), ...custom });
}
