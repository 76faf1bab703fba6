import { type OptionKinds, requireInteger, requireOneOf, requireOptions } from '@x/core';
import { type Catalogue, catalogueEntryKinds, createCatalogue, entryDefaults } from '@x/model-hub';

import { requireMatryoshka } from '../matryoshka.ts';
import { poolings } from '../pooling/pooling.ts';
import { makers } from './makers.ts';
import { requireTasks } from './model-tasks.ts';
import type { CustomHybridTextEmbeddingModel, SupportedHybridTextEmbeddingModel } from './supported-hybrid-model.ts';
import type { SupportedLateInteractionTextEmbeddingModel } from './supported-late-interaction-model.ts';
import type { SupportedSparseTextEmbeddingModel } from './supported-sparse-model.ts';
import type { SupportedStaticTextEmbeddingModel } from './supported-static-model.ts';
import type { CustomTextEmbeddingModel, SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

const elsewhere = 'Load rerankers with TextCrossEncoder.load of @x/cross-encoder.';
// <s>, <pad>, </s>, <unk>
const xlmRobertaSpecialIds: readonly number[] = [0, 1, 2, 3];

/** Models that return one vector for each text. */
export const denseModels: Catalogue<SupportedTextEmbeddingModel> = createCatalogue<SupportedTextEmbeddingModel>({
  kind: 'text embedding model',
  elsewhere,
  models: makers.flatMap(({ dense = [] }) => dense).map((model) => ({ ...entryDefaults(model.model), ...model })),
  // FastEmbed lacks these models, so code written for FastEmbed may add them itself.
  isReplaceable: ({ factsFrom }) => factsFrom !== undefined,
});

/** Models that consist of a table of token vectors. */
export const staticModels: Catalogue<SupportedStaticTextEmbeddingModel> =
  createCatalogue<SupportedStaticTextEmbeddingModel>({
    kind: 'static text embedding model',
    elsewhere,
    models: makers
      .flatMap(({ static: models = [] }) => models)
      .map((model) => ({ ...entryDefaults(model.model), ...model })),
  });

/** Models that return a weight for each of a few words. */
export const sparseModels: Catalogue<SupportedSparseTextEmbeddingModel> = createCatalogue({
  kind: 'sparse text embedding model',
  elsewhere,
  models: makers.flatMap(({ sparse = [] }) => sparse),
});

/** Models that were trained to return one vector for each token. */
export const lateInteractionModels: Catalogue<SupportedLateInteractionTextEmbeddingModel> = createCatalogue({
  kind: 'late interaction text embedding model',
  elsewhere,
  models: makers.flatMap(({ lateInteraction = [] }) => lateInteraction),
});

/** Models that return vectors of all three kinds in one pass. */
export const hybridModels: Catalogue<SupportedHybridTextEmbeddingModel> = createCatalogue({
  kind: 'hybrid text embedding model',
  elsewhere,
  models: makers.flatMap(({ hybrid = [] }) => hybrid).map(completeHybrid),
});

function completeHybrid(model: CustomHybridTextEmbeddingModel): SupportedHybridTextEmbeddingModel {
  return { unweighedTokenIds: xlmRobertaSpecialIds, ...entryDefaults(model.model), ...model };
}

const customModelKinds: OptionKinds<CustomTextEmbeddingModel> = {
  ...catalogueEntryKinds,
  dimension: 'number',
  pooling: 'text',
  output: ['number', 'text'],
  normalize: 'boolean',
  documentedMaxLength: 'number',
  hubMaxLength: 'number',
  prefixes: 'object',
  tasks: 'object',
  defaultTasks: 'object',
  documentModel: 'text',
  padToLength: 'number',
  matryoshka: 'object',
};

/**
 * Adds a dense model to the catalogue of this process. A built-in model that FastEmbed lacks may be replaced once; any other taken name is refused.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or when an added model or a model of FastEmbed has the name, ignoring upper and
 *   lower case.
 */
export function addCustomModel(custom: CustomTextEmbeddingModel): void {
  requireOptions(custom, customModelKinds, 'model');
  const { model, output = 0, padToLength } = custom;
  requireTasks(custom);
  requireMatryoshka(custom);
  if (padToLength !== undefined) requireInteger(padToLength, 'padToLength', { min: 1 });
  denseModels.add({
    ...entryDefaults(model),
    ...custom,
    // FastEmbed's archive (`url`) is not used, so the repository defaults to the model's name even when `url` is given.
    sources: { hf: model, ...custom.sources },
    dimension: requireInteger(custom.dimension, 'dimension', { min: 1 }),
    output: typeof output === 'string' ? output : requireInteger(output, 'output', { min: 0 }),
    pooling: requireOneOf(custom.pooling, 'pooling', poolings),
  });
}

const customHybridModelKinds: OptionKinds<CustomHybridTextEmbeddingModel> = {
  ...catalogueEntryKinds,
  dimension: 'number',
  unweighedTokenIds: 'list',
};

/**
 * Adds a hybrid model to the catalogue of this process.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or the name is taken, ignoring upper and lower case.
 */
export function addCustomHybridModel(custom: CustomHybridTextEmbeddingModel): void {
  const model = completeHybrid(requireOptions(custom, customHybridModelKinds, 'model'));
  requireInteger(model.dimension, 'dimension', { min: 1 });
  for (const [index, id] of model.unweighedTokenIds.entries()) {
    requireInteger(id, `unweighedTokenIds[${index}]`, { min: 0 });
  }
  hybridModels.add(model);
}
