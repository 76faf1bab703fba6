import {
  callListener,
  InvalidArgumentError,
  pickOptions,
  requireOneOf,
  requireOptions,
  requireText,
  ShapeMismatchError,
} from '@x/core';
import {
  locateModel,
  type ModelModules,
  type ModelSource,
  modelSourceOptionKinds,
  readModelModules,
  warnOfLicense,
} from '@x/model-hub';
import { OnnxModel, type ReductionReference } from '@x/onnx-runtime';
import {
  type PairTemplate,
  requirePairTemplate,
  requireSpecialTokens,
  Tokenizer,
  type TruncationPolicy,
} from '@x/tokenizer';

import type { Activation } from './activation.ts';
import { rerankers } from './catalogue/reranker-catalogue.ts';
import type { SupportedRerankerModel } from './catalogue/supported-reranker-model.ts';
import { unlistedModels } from './catalogue/unlisted-models.ts';
import { type LogitRule, logitRules } from './logit-reduction.ts';
import {
  crossEncoderOptionKinds,
  sessionOptionKinds,
  type TextCrossEncoderOptions,
} from './text-cross-encoder-options.ts';

/** The parts of a loaded model, and the settings for its use. */
export interface LoadedParts {
  readonly description: SupportedRerankerModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
  /** Applied to each score unless a call names another. */
  readonly activation: Activation;
}

/** Finds a model's files and opens its tokenizer and its session. Options are checked before any file is read. */
export async function loadParts(modelName: string, options: TextCrossEncoderOptions): Promise<LoadedParts> {
  requireOptions(options, crossEncoderOptionKinds);
  const { maxLength, truncation, truncationPolicy = 'warn', dtype, logitRule, onProgress } = options;
  const { pairTemplate, instruction, specialTokens } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  if (logitRule !== undefined) requireOneOf(logitRule, 'logitRule', logitRules);
  if (pairTemplate !== undefined) templateOf(pairTemplate, instruction);
  const { entry: description, resolved } = await locateModel(requireText(modelName, 'modelName'), {
    ...pickOptions(options, modelSourceOptionKinds),
    dtype,
    catalogue: rerankers,
    unlisted: unlistedModels,
  });
  const { model: name, modular = false } = description;
  const modules = modular ? await readModelModules(resolved.directory, 'CrossEncoder') : undefined;
  const reduction = reductionOf(modules, logitRule ?? description.logitRule ?? 'single');
  const template = templateOf(pairTemplate ?? description.pairTemplate, instruction);
  warnOfLicense(name, description.license);

  callListener(onProgress, { phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
  const loading = Tokenizer.load(resolved.directory, {
    ...(maxLength !== undefined && { maxLength }),
    ...(truncation !== undefined && { truncation }),
    ...(template !== undefined && { pairTemplate: template }),
    ...(specialTokens !== undefined && { specialTokens }),
  });
  const model = await OnnxModel.load(resolved.modelFile, {
    ...pickOptions(options, sessionOptionKinds),
    name,
    signal: options.signal,
    // The session opens in its own thread while this thread reads the tokenizer.
    padTokenId: loading.then(({ padTokenId }) => padTokenId),
    reduction,
  });
  const tokenizer = await loading;
  callListener(onProgress, { phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
  const { activation = 'none' } = modules ?? {};
  return { description, source: resolved.source, tokenizer, model, truncationPolicy, activation };
}

/** Returns the template with the caller's instruction, if there is one, in place of its own. */
function templateOf(template: PairTemplate | undefined, instruction: string | undefined): PairTemplate | undefined {
  if (template !== undefined)
    return requirePairTemplate({ ...template, ...(instruction !== undefined && { instruction }) });
  if (instruction === undefined) return undefined;
  const advice = 'This model has no pairTemplate.';
  throw new InvalidArgumentError({ parameter: 'instruction', value: instruction, expected: 'absent', advice });
}

/** Returns the reduction of the graph's output to a score: the model's head if it has one, else a rule for the graph's logits. */
function reductionOf(modules: ModelModules | undefined, logitRule: LogitRule): ReductionReference {
  if (modules?.pooling === undefined) {
    return { module: new URL('./logit-reduction.js', import.meta.url).href, options: { logitRule } };
  }
  const { pooling, layers, dimension: labels } = modules;
  if (logitRule === 'single' && labels !== 1) {
    throw new ShapeMismatchError({ tensor: 'scores', expected: '[batch, 1]', actual: `[batch, ${labels}]` });
  }
  const options = { pooling: pooling.mode, dimension: pooling.dimension, layers, logitRule };
  return { module: new URL('./head-reduction.js', import.meta.url).href, options };
}
