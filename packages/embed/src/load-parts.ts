import { requireInteger, requireOneOf, requireText } from '@x/core';
import { modelDtypes, modelFileFor, type ModelSource, resolveModel, warnOfLicense } from '@x/model-hub';
import { OnnxModel } from '@x/onnx-runtime';
import { Tokenizer, type TruncationPolicy } from '@x/tokenizer';

import { describeDirectory } from './catalogue/describe-directory.ts';
import { findModel, requireModel } from './catalogue/find-model.ts';
import { scalarInputsOf } from './catalogue/model-tasks.ts';
import type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
import type { TextEmbeddingOptions } from './text-embedding-options.ts';

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

/** Finds a model's files, opens its tokenizer and its session. Options are checked before any file is touched. */
export async function loadParts(modelName: string, options: TextEmbeddingOptions): Promise<LoadedParts> {
  const { maxLength, truncationPolicy = 'warn', prefixes = 'none', dtype, onProgress, ...rest } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireOneOf(prefixes, 'prefixes', ['none', 'model']);
  if (dtype !== undefined) requireOneOf(dtype, 'dtype', modelDtypes);
  const description = await describe(requireText(modelName, 'modelName'), options.modelPath);
  const { model: name, dimension, pooling, normalize, output = 0, padToLength } = description;
  const limit = limitOf(maxLength, padToLength);
  const resolved = await resolveModel(name, {
    ...rest,
    ...filesOf(description, dtype),
    ...(onProgress && { onProgress }),
  });
  warnOfLicense(name, description.license);

  onProgress?.({ phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
  const tokenizer = await Tokenizer.load(resolved.directory, limit === undefined ? {} : { maxLength: limit });
  const module = new URL('./pooling/reduction.js', import.meta.url).href;
  const model = await OnnxModel.load(resolved.modelFile, {
    ...rest,
    name,
    padTokenId: tokenizer.padTokenId,
    padToLength: padToLength ?? 0,
    scalarInputs: scalarInputsOf(description),
    reduction: { module, options: { dimension, pooling, normalize, output } },
  });
  onProgress?.({ phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
  const none = { query: '', passage: '' };
  const chosen = prefixes === 'model' ? (description.prefixes ?? none) : none;
  return { description, source: resolved.source, tokenizer, model, truncationPolicy, prefixes: chosen };
}

/** A name that no catalogue knows is fine when a directory says what the model is. */
async function describe(modelName: string, modelPath: string | undefined): Promise<SupportedTextEmbeddingModel> {
  if (modelPath === undefined || findModel(modelName) !== undefined) return requireModel(modelName);
  return {
    model: modelName,
    ...(await describeDirectory(modelPath)),
    description: '',
    sources: {},
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  };
}

/** A graph that reads a fixed place reads nothing behind it, whatever the tokenizer's files say. */
function limitOf(maxLength: number | undefined, padToLength: number | undefined): number | undefined {
  if (padToLength === undefined || maxLength === undefined) return maxLength ?? padToLength;
  return requireInteger(maxLength, 'maxLength', { min: 1, max: padToLength });
}

function filesOf(
  { modelFile, additionalFiles, sources }: SupportedTextEmbeddingModel,
  dtype: TextEmbeddingOptions['dtype'],
): { modelFile: string; additionalFiles: readonly string[]; repository?: string } {
  const repository = sources.hf === undefined ? {} : { repository: sources.hf };
  // External data belongs to the listed file; another file's, if it has any, is not known.
  if (dtype !== undefined) return { modelFile: modelFileFor(modelFile, dtype), additionalFiles: [], ...repository };
  return { modelFile, additionalFiles, ...repository };
}
