import { type HeadLayer, ModelFileError, pickOptions, requireInteger, requireOneOf, requireOptions } from '@x/core';
import { locateModel, type ModelSource, modelSourceOptionKinds, type ResolvedModel } from '@x/model-hub';
import { type OnnxModel, runtimeOptionKinds } from '@x/onnx-runtime';
import { requireSpecialTokens, type Tokenizer, type TruncationPolicy } from '@x/tokenizer';

import { denseModels } from './catalogue/catalogues.ts';
import { refuseOtherClasses } from './catalogue/refuse-other-classes.ts';
import { scalarInputsOf } from './catalogue/model-tasks.ts';
import { prefixesOf, requireModules } from './catalogue/describe-directory.ts';
import type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';
import { unlistedModels } from './catalogue/unlisted-models.ts';
import { roomBehind } from './fitting-chunker.ts';
import { textEmbeddingOptionKinds } from './option-kinds.ts';
import { openParts } from './open-parts.ts';
import type { PoolingOptions } from './pooling/reduction.ts';
import type { TextEmbeddingOptions } from './text-embedding-options.ts';
import { type Prefixes, promptReductions, requirePlainPrompts, withTokens } from './text-uses.ts';

const textAndTokenVectors = new URL('./late-interaction/text-and-token-vectors.js', import.meta.url).href;

/** The parts of a loaded model, and the settings for its use. */
export interface LoadedParts {
  readonly description: SupportedTextEmbeddingModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
  /** Layers applied to a text's pooled vector. */
  readonly layers: readonly HeadLayer[];
  /** Prefixes in front of texts. */
  readonly prefixes: Prefixes;
  /** Number of tokens of a passage that the model reads, without its prefix and special tokens. */
  readonly passageRoom: number;
  /** Whether a prefix is pooled together with its text. */
  readonly poolsPrefixes: boolean;
}

/**
 * Finds a model's files and opens its tokenizer and its session. Options are checked before any file is read.
 *
 * `module` is the URL of the reduction from the model's token vectors to a text's result. A run may select the reduction `withTokens` instead.
 */
export async function loadParts(
  modelName: string,
  options: TextEmbeddingOptions,
  module: string = new URL('./pooling/reduction.js', import.meta.url).href,
): Promise<LoadedParts> {
  requireOptions(options, textEmbeddingOptionKinds);
  const { maxLength, truncationPolicy = 'warn', specialTokens, prefixes = 'none', dtype, onProgress } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  requireOneOf(prefixes, 'prefixes', ['none', 'model']);
  refuseOtherClasses(modelName, 'TextEmbedding');
  const limit = limitOf(maxLength, denseModels.find(modelName)?.padToLength);
  const { entry: description, resolved } = await locateModel(modelName, {
    ...pickOptions(options, modelSourceOptionKinds),
    dtype,
    catalogue: denseModels,
    unlisted: unlistedModels,
  });
  const { model: name, padToLength } = description;
  const { layers, poolsPrefixes, ownPrefixes, options: reductionOptions } = await readPooling(description, resolved);
  const chosen = prefixes === 'model' ? ownPrefixes : { query: '', passage: '', text: '' };
  const reduction = { module, options: reductionOptions };
  const { tokenizer, model } = await openParts(resolved, {
    ...pickOptions(options, runtimeOptionKinds),
    onProgress,
    signal: options.signal,
    name,
    license: description.license,
    maxLength: limit,
    specialTokens,
    padToLength: padToLength ?? 0,
    scalarInputs: scalarInputsOf(description),
    reduction,
    namedReductions: async (loading) => {
      await requirePlainPrompts(loading, chosen);
      return {
        [withTokens]: { module: textAndTokenVectors, options: reductionOptions },
        ...(poolsPrefixes ? {} : await promptReductions(await loading, chosen, reduction)),
      };
    },
  });
  const { source } = resolved;
  const passageRoom = await roomBehind(tokenizer, chosen.passage);
  const settings = { truncationPolicy, layers, prefixes: chosen, passageRoom, poolsPrefixes };
  return { description, source, tokenizer, model, ...settings };
}

/** How a model's vectors are computed, and the prefixes that its makers prescribe. */
interface PoolingFacts extends Pick<LoadedParts, 'layers' | 'poolsPrefixes'> {
  readonly options: PoolingOptions;
  readonly ownPrefixes: Prefixes;
}

/** Reads the pooling from the description, or from the model's own files if the description refers to them. */
async function readPooling(
  { dimension, pooling, normalize, output = 0, prefixes, modular = false }: SupportedTextEmbeddingModel,
  { directory }: Pick<ResolvedModel, 'directory'>,
): Promise<PoolingFacts> {
  if (!modular) {
    const ownPrefixes = { query: '', passage: '', text: '', ...prefixes };
    return { layers: [], poolsPrefixes: true, ownPrefixes, options: { dimension, pooling, normalize, output } };
  }
  const modules = await requireModules(directory);
  if (modules.dimension !== dimension) {
    const message = `the modules yield vectors of ${modules.dimension} components, but the model's description has ${dimension}.`;
    throw new ModelFileError({ path: `${directory}/modules.json`, problem: 'invalid', message });
  }
  const { layers, pooling: own, prompts, defaultPrompt } = modules;
  return {
    layers,
    poolsPrefixes: own.includePrompt,
    ownPrefixes: { ...prefixesOf(prompts), ...prefixes, text: defaultPrompt },
    options: { dimension: own.dimension, pooling: own.mode, normalize: false, output, layers },
  };
}

/** Returns the token limit. A graph that reads a fixed position ignores tokens after it, so `padToLength` limits the length. */
function limitOf(maxLength: number | undefined, padToLength: number | undefined): number | undefined {
  if (padToLength === undefined || maxLength === undefined) return maxLength ?? padToLength;
  return requireInteger(maxLength, 'maxLength', { min: 1, max: padToLength });
}
