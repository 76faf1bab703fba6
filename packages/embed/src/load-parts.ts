import { requireInteger, requireOneOf, requireText } from '@x/core';
import { locateModel, type ModelSource } from '@x/model-hub';
import type { OnnxModel } from '@x/onnx-runtime';
import type { Tokenizer, TruncationPolicy } from '@x/tokenizer';

import { denseModels } from './catalogue/catalogues.ts';
import { scalarInputsOf } from './catalogue/model-tasks.ts';
import type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
import { unlistedModels } from './catalogue/unlisted-models.ts';
import { openParts } from './open-parts.ts';
import type { TextEmbeddingOptions } from './text-embedding-options.ts';

/** Name of the reduction that gives a text's vector and those of its tokens. */
export const withTokens = 'withTokens';

const textAndTokenVectors = new URL('./late-interaction/text-and-token-vectors.js', import.meta.url).href;

/** The parts of a loaded model, and how it is to be used. */
export interface LoadedParts {
  readonly description: SupportedTextEmbeddingModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
  /** What stands in front of queries and passages; empty strings for nothing. */
  readonly prefixes: { readonly query: string; readonly passage: string };
}

/**
 * Finds a model's files, opens its tokenizer and its session. Options are checked before any file is touched.
 *
 * `module` is the address of the reduction that makes a text's result of what the model says of its tokens. Runs may ask for the reduction
 * `withTokens` instead.
 */
export async function loadParts(
  modelName: string,
  options: TextEmbeddingOptions,
  module: string = new URL('./pooling/reduction.js', import.meta.url).href,
): Promise<LoadedParts> {
  const { maxLength, truncationPolicy = 'warn', prefixes = 'none', dtype, onProgress, ...rest } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireOneOf(prefixes, 'prefixes', ['none', 'model']);
  const limit = limitOf(maxLength, denseModels.find(requireText(modelName, 'modelName'))?.padToLength);
  const { entry: description, resolved } = await locateModel(modelName, {
    ...rest,
    dtype,
    ...(onProgress && { onProgress }),
    catalogue: denseModels,
    unlisted: unlistedModels,
  });
  const { model: name, dimension, pooling, normalize, output = 0, padToLength } = description;
  const reductionOptions = { dimension, pooling, normalize, output };
  const { tokenizer, model } = await openParts(resolved, {
    ...rest,
    ...(onProgress && { onProgress }),
    name,
    license: description.license,
    maxLength: limit,
    padToLength: padToLength ?? 0,
    scalarInputs: scalarInputsOf(description),
    reduction: { module, options: reductionOptions },
    namedReductions: { [withTokens]: { module: textAndTokenVectors, options: reductionOptions } },
  });
  const none = { query: '', passage: '' };
  const chosen = prefixes === 'model' ? (description.prefixes ?? none) : none;
  return { description, source: resolved.source, tokenizer, model, truncationPolicy, prefixes: chosen };
}

/** A graph that reads a fixed place reads nothing behind it, whatever the tokenizer's files say. */
function limitOf(maxLength: number | undefined, padToLength: number | undefined): number | undefined {
  if (padToLength === undefined || maxLength === undefined) return maxLength ?? padToLength;
  return requireInteger(maxLength, 'maxLength', { min: 1, max: padToLength });
}
