import { InvalidArgumentError } from '@x/core';
import { type ModelManifest, type ModelModules, readModelModules } from '@x/model-hub';

import { poolings } from '../pooling/pooling.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** The facts that a model directory states about a model that no catalogue lists. */
export type DirectoryDescription = Pick<
  SupportedTextEmbeddingModel,
  'dimension' | 'pooling' | 'normalize' | 'prefixes'
>;

/** Returns the facts in the manifest of a model package; `undefined` when the dimension or the pooling is missing. */
export function describeManifest(manifest: ModelManifest | undefined): DirectoryDescription | undefined {
  const { dimension, pooling, normalize = false } = manifest ?? {};
  const known = poolings.find((name) => name === pooling);
  if (dimension === undefined || known === undefined) return undefined;
  return { dimension, pooling: known, normalize };
}

/**
 * Reads the facts of a model from a directory in the layout of sentence-transformers: `modules.json`, the configurations of the modules
 * that it names, and prefixes from the prompts of `config_sentence_transformers.json`, if it has any.
 *
 * @throws {ModelFileError} when a file is damaged or needs something that is not supported; the message names the key or the module.
 * @throws {InvalidArgumentError} when there is no `modules.json`; the message says what to do.
 */
export async function describeDirectory(directory: string): Promise<DirectoryDescription> {
  const { pooling, layers, dimension, prompts } = await requireModules(directory);
  const prefixes = prefixesOf(prompts);
  return {
    dimension,
    pooling: pooling.mode,
    normalize: layers.findLast(({ kind }) => kind !== 'truncate')?.kind === 'normalize',
    ...(prefixes.query + prefixes.passage !== '' && { prefixes }),
  };
}

/**
 * Reads the modules of an embedding model.
 *
 * @throws {ModelFileError | InvalidArgumentError} as {@link describeDirectory}.
 */
export async function requireModules(
  directory: string,
): Promise<ModelModules & Required<Pick<ModelModules, 'pooling' | 'dimension'>>> {
  const modules = await readModelModules(directory, 'SentenceTransformer');
  if (modules?.pooling !== undefined && modules.dimension !== undefined) {
    return { ...modules, pooling: modules.pooling, dimension: modules.dimension };
  }
  const expected = 'a directory with a modules.json that states the pooling of the model';
  const advice = 'Or add the model with addCustomModel, and state its pooling there.';
  throw new InvalidArgumentError({ parameter: 'modelPath', value: directory, expected, advice });
}

/**
 * Returns the prompts that sentence-transformers puts in front of queries and documents (`encode_query`, `encode_document`).
 *
 * Prompts named `passage` or `corpus` are left out. Since version 5, every model has a prompt `document`, which is empty unless the file states it
 * (`_default_prompts` in sentence_transformer/model.py), so `encode_document` never gets to the other two names.
 */
export function prefixesOf(prompts: Readonly<Record<string, string>>): { query: string; passage: string } {
  const { query = '', document = '' } = prompts;
  return { query, passage: document };
}
