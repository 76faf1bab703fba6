import { join } from 'node:path';

import {
  callListener,
  InvalidArgumentError,
  requireInteger,
  requireOneOf,
  requireOptions,
  ShapeMismatchError,
  untilAborted,
} from '@x/core';
import { locateModel, type ModelSource, type UnlistedModels, warnOfLicense } from '@x/model-hub';
import { PortableTokenizer, requireSpecialTokens, type TruncationPolicy } from '@x/tokenizer';

import { staticModels } from '../catalogue/catalogues.ts';
import { refuseOtherClasses } from '../catalogue/refuse-other-classes.ts';
import type { SupportedStaticTextEmbeddingModel } from '../catalogue/supported-static-model.ts';
import { readStaticConfig } from './static-config.ts';
import type { StaticParts } from './static-encoder.ts';
import { staticTextEmbeddingOptionKinds, type StaticTextEmbeddingOptions } from './static-text-embedding-options.ts';
import { TokenTable } from './token-table.ts';

/** Maximum number of tokens in a text. The model reads this many in a few milliseconds, during which the event loop is blocked. */
const longestText = 2048;

/** A loaded static model, and the settings for its use. */
export interface LoadedStaticModel {
  readonly description: SupportedStaticTextEmbeddingModel;
  readonly source: ModelSource;
  readonly parts: StaticParts;
  readonly truncationPolicy: TruncationPolicy;
}

/** How to load a static model that the catalogue does not list. Its dimension comes from its table. */
const unlistedModels: UnlistedModels<SupportedStaticTextEmbeddingModel> = {
  modelFiles: ['model.safetensors'],
  requiredFiles: ['config.json'],
  inspect: async (directory) => void (await readStaticConfig(join(directory, 'config.json'))),
  describe: (entry) => ({ ...entry, modelFile: 'model.safetensors', dimension: 0 }),
};

/** Finds a static model's files and reads them. Options are checked before any file is read. */
export async function loadStatic(modelName: string, options: StaticTextEmbeddingOptions): Promise<LoadedStaticModel> {
  requireOptions(options, staticTextEmbeddingOptionKinds);
  const { maxLength, truncationPolicy = 'warn', specialTokens = 'literal', ...source } = options;
  refuseOtherClasses(modelName, 'StaticTextEmbedding');
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  if (maxLength !== undefined) requireInteger(maxLength, 'maxLength', { min: 1, max: longestText });
  const { entry, resolved } = await locateModel(modelName, {
    ...source,
    catalogue: staticModels,
    unlisted: unlistedModels,
  });
  const { onProgress, signal } = source;
  warnOfLicense(entry.model, entry.license);
  const progress = { phase: 'load', subject: entry.model, total: 1, unit: 'items' } as const;
  callListener(onProgress, { ...progress, completed: 0 });
  const config = await readStaticConfig(join(resolved.directory, 'config.json'));
  const tokenizer = await untilAborted(PortableTokenizer.load(resolved.directory, { specialTokens }), signal);
  const table = await TokenTable.read(resolved.modelFile, { tokens: tokenizer.vocabularySize, signal });
  callListener(onProgress, { ...progress, completed: 1 });
  const description = { ...entry, dimension: requireListed(table.dimension, entry) };
  const limit = maxLength ?? limitOf(config.maxLength, resolved.directory);
  const parts = { modelName: entry.model, tokenizer, table, normalize: config.normalize, maxLength: limit };
  return { description, source: resolved.source, parts, truncationPolicy };
}

function limitOf(stated: number | null, directory: string): number {
  if (stated !== null && stated <= longestText) return stated;
  const limit = stated === null ? 'sets no limit (max_length is null)' : `sets a limit of ${stated} tokens`;
  const expected = `a whole number from 1 to ${longestText}`;
  const advice = `The option is required, because config.json in ${directory} ${limit}.`;
  throw new InvalidArgumentError({ parameter: 'maxLength', value: undefined, expected, advice });
}

function requireListed(actual: number, { dimension }: SupportedStaticTextEmbeddingModel): number {
  if (dimension === 0 || dimension === actual) return actual;
  throw new ShapeMismatchError({
    tensor: 'embeddings',
    expected: `[tokens, ${dimension}]`,
    actual: `[tokens, ${actual}]`,
  });
}
