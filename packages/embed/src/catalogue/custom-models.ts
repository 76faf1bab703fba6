import { InvalidArgumentError, requireInteger, requireOneOf, requireText } from '@x/core';

import { requireMatryoshka } from '../matryoshka.ts';
import { requireTasks } from './model-tasks.ts';
import { supportedModels } from './supported-models.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** A model of your own: what cannot be known from its name. The rest has defaults. */
export type CustomTextEmbeddingModel = Pick<
  SupportedTextEmbeddingModel,
  'model' | 'dimension' | 'pooling' | 'normalize'
> &
  Partial<SupportedTextEmbeddingModel>;

const customModels = new Map<string, SupportedTextEmbeddingModel>();

/**
 * Adds a model to the catalogue of this process.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or the name is taken, whatever its case: by a model that was added, or one of
 * FastEmbed's. A model that only this catalogue has is replaced.
 */
export function addCustomModel(custom: CustomTextEmbeddingModel): void {
  const model = requireText(custom.model, 'model');
  const key = model.toLowerCase();
  const isTaken = listModels().some((known) => known.model.toLowerCase() === key && !isReplaceable(known));
  if (isTaken)
    throw new InvalidArgumentError({ parameter: 'model', value: model, expected: 'a name that is not taken' });
  const { output = 0, padToLength } = custom;
  requireTasks(custom);
  requireMatryoshka(custom);
  if (padToLength !== undefined) requireInteger(padToLength, 'padToLength', { min: 1 });
  customModels.set(key, {
    sources: { hf: model },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    description: '',
    bundled: false,
    ...custom,
    dimension: requireInteger(custom.dimension, 'dimension', { min: 1 }),
    output: typeof output === 'string' ? output : requireInteger(output, 'output', { min: 0 }),
    pooling: requireOneOf(custom.pooling, 'pooling', ['mean', 'cls', 'lastToken', 'none']),
  });
}

/** True for a model that was added. */
export function isCustomModel(name: string): boolean {
  return customModels.has(name.toLowerCase());
}

/** The models of the catalogue, then those that were added to it. */
export function listModels(): SupportedTextEmbeddingModel[] {
  const listed = supportedModels.filter(({ model }) => !customModels.has(model.toLowerCase()));
  return [...listed, ...customModels.values()].map((model) => ({ ...model }));
}

/** FastEmbed lacks these models, so code that was written for it adds them itself. */
function isReplaceable({ model, factsFrom }: SupportedTextEmbeddingModel): boolean {
  return factsFrom !== undefined && !customModels.has(model.toLowerCase());
}
