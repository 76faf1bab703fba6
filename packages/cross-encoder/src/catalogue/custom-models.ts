import { InvalidArgumentError, requireOneOf, requireText } from '@x/core';

import { logitRules } from '../logit-reduction.ts';
import { rerankerModels } from './reranker-models.ts';
import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/** A reranker of your own: its name; the rest has defaults. */
export type CustomRerankerModel = Pick<SupportedRerankerModel, 'model'> & Partial<SupportedRerankerModel>;

const customModels = new Map<string, SupportedRerankerModel>();

/**
 * Adds a reranker to the catalogue of this process.
 *
 * @throws {InvalidArgumentError} when a field is out of range, or the name is taken, whatever its case: by a model that was added, or one of
 * FastEmbed's. A model that only this catalogue has is replaced.
 */
export function addCustomModel(custom: CustomRerankerModel): void {
  const model = requireText(custom.model, 'model');
  const key = model.toLowerCase();
  const isTaken = listModels().some((known) => known.model.toLowerCase() === key && !isReplaceable(known));
  if (isTaken)
    throw new InvalidArgumentError({ parameter: 'model', value: model, expected: 'a name that is not taken' });
  if (custom.logitRule !== undefined) requireOneOf(custom.logitRule, 'logitRule', logitRules);
  customModels.set(key, {
    description: '',
    sources: { hf: model },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
    ...custom,
  });
}

/** True for a reranker that was added. */
export function isCustomModel(name: string): boolean {
  return customModels.has(name.toLowerCase());
}

/** The models of the catalogue, then those that were added to it. */
export function listModels(): SupportedRerankerModel[] {
  const listed = rerankerModels.filter(({ model }) => !customModels.has(model.toLowerCase()));
  return [...listed, ...customModels.values()].map((model) => ({ ...model }));
}

/** FastEmbed lacks these models, so code that was written for it adds them itself. */
function isReplaceable({ model, factsFrom }: SupportedRerankerModel): boolean {
  return factsFrom !== undefined && !customModels.has(model.toLowerCase());
}
