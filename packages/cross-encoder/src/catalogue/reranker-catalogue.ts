import { type OptionKinds, requireOneOf, requireOptions } from '@x/core';
import { type Catalogue, catalogueEntryKinds, createCatalogue, entryDefaults } from '@x/model-hub';
import { requirePairTemplate } from '@x/tokenizer';

import { logitRules } from '../logit-reduction.ts';
import { makers } from './makers.ts';
import type { CustomRerankerModel, SupportedRerankerModel } from './supported-reranker-model.ts';

/** The rerankers that can be loaded by name. */
export const rerankers: Catalogue<SupportedRerankerModel> = createCatalogue<SupportedRerankerModel>({
  kind: 'reranker',
  elsewhere: 'Load embedding models with TextEmbedding.load of @x/embed.',
  models: makers.flat().map((model) => ({ ...entryDefaults(model.model), ...model })),
  // FastEmbed lacks these models, so code written for FastEmbed may add them itself.
  isReplaceable: ({ factsFrom, bundled }) => factsFrom !== undefined && !bundled,
});

const customModelKinds: OptionKinds<CustomRerankerModel> = {
  ...catalogueEntryKinds,
  logitRule: 'text',
  pairTemplate: 'object',
};

/**
 * Adds a reranker to the catalogue of this process. A built-in model that FastEmbed lacks and that is not bundled may be replaced once; any other
 * taken name is refused.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or when an added model, a model of FastEmbed or the bundled model has the name,
 *   ignoring upper and lower case.
 */
export function addCustomModel(custom: CustomRerankerModel): void {
  requireOptions(custom, customModelKinds, 'model');
  if (custom.logitRule !== undefined) requireOneOf(custom.logitRule, 'logitRule', logitRules);
  if (custom.pairTemplate !== undefined) requirePairTemplate(custom.pairTemplate);
  rerankers.add({ ...entryDefaults(custom.model), ...custom });
}
