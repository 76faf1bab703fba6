import { requireOneOf, requireText } from '@x/core';
import { locateModel, type ModelSource, warnOfLicense } from '@x/model-hub';
import { OnnxModel } from '@x/onnx-runtime';
import { Tokenizer, type TruncationPolicy } from '@x/tokenizer';

import { rerankers } from './catalogue/reranker-catalogue.ts';
import type { SupportedRerankerModel } from './catalogue/supported-reranker-model.ts';
import { logitRules } from './logit-reduction.ts';
import type { TextCrossEncoderOptions } from './text-cross-encoder-options.ts';

/** The parts of a loaded model, and how it is to be used. */
export interface LoadedParts {
  readonly description: SupportedRerankerModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
}

/** Finds a model's files, opens its tokenizer and its session. Options are checked before any file is touched. */
export async function loadParts(modelName: string, options: TextCrossEncoderOptions): Promise<LoadedParts> {
  const { maxLength, truncation, truncationPolicy = 'warn', dtype, logitRule, onProgress, ...rest } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  if (logitRule !== undefined) requireOneOf(logitRule, 'logitRule', logitRules);
  const { entry: description, resolved } = await locateModel(requireText(modelName, 'modelName'), {
    ...rest,
    dtype,
    ...(onProgress && { onProgress }),
    catalogue: rerankers,
    unlisted: { describe: (entry) => entry },
  });
  const { model: name } = description;
  warnOfLicense(name, description.license);

  onProgress?.({ phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
  const tokenizer = await Tokenizer.load(resolved.directory, {
    ...(maxLength !== undefined && { maxLength }),
    ...(truncation !== undefined && { truncation }),
  });
  const module = new URL('./logit-reduction.js', import.meta.url).href;
  const model = await OnnxModel.load(resolved.modelFile, {
    ...rest,
    name,
    padTokenId: tokenizer.padTokenId,
    reduction: { module, options: { logitRule: logitRule ?? description.logitRule ?? 'single' } },
  });
  onProgress?.({ phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
  return { description, source: resolved.source, tokenizer, model, truncationPolicy };
}
