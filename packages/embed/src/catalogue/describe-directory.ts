import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { InvalidArgumentError, ModelFileError, withoutByteOrderMark } from '@x/core';
import type { ModelManifest } from '@x/model-hub';

import { type Pooling, poolings } from '../pooling/pooling.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** What a model directory says of a model that no catalogue knows. */
export type DirectoryDescription = Pick<
  SupportedTextEmbeddingModel,
  'dimension' | 'pooling' | 'normalize' | 'prefixes'
>;

/** What the manifest of a model package says of it; `undefined` when that is not enough. */
export function describeManifest(manifest: ModelManifest | undefined): DirectoryDescription | undefined {
  const { dimension, pooling, normalize = false } = manifest ?? {};
  const known = poolings.find((name) => name === pooling);
  if (dimension === undefined || known === undefined) return undefined;
  return { dimension, pooling: known, normalize };
}

/**
 * Reads pooling, normalisation and dimension from a directory in the layout of sentence-transformers: `modules.json`, and the
 * configuration of the pooling module that it names; and prefixes from the prompts of `config_sentence_transformers.json`, if it has any.
 *
 * @throws {ModelFileError} when a file is not valid JSON, or asks for something that is not done here, such as a dense layer.
 * @throws {InvalidArgumentError} when there is no `modules.json`, with the remedy.
 */
export async function describeDirectory(directory: string): Promise<DirectoryDescription> {
  const modulesPath = join(directory, 'modules.json');
  const modules = await readJson(modulesPath);
  if (!Array.isArray(modules)) {
    const expected = `a directory with a modules.json, or a model that was registered with addCustomModel, because nothing else tells its pooling`;
    throw new InvalidArgumentError({ parameter: 'modelPath', value: directory, expected });
  }
  const kinds = modules.map((module) => ({
    kind: String(fieldOf(module, 'type')).split('.').at(-1),
    path: String(fieldOf(module, 'path')),
  }));
  const foreign = kinds.find(({ kind }) => !['Transformer', 'Pooling', 'Normalize'].includes(kind ?? ''));
  if (foreign !== undefined) throw unusable(modulesPath, `the module "${foreign.kind}" is not supported`);
  const pooling = kinds.find(({ kind }) => kind === 'Pooling');
  if (pooling === undefined) throw unusable(modulesPath, 'it names no pooling module');
  const normalize = kinds.some(({ kind }) => kind === 'Normalize');
  const prefixes = await readPrefixes(join(directory, 'config_sentence_transformers.json'));
  return { ...(await readPooling(join(directory, pooling.path, 'config.json'))), normalize, ...prefixes };
}

/** The prompts that sentence-transformers puts in front of queries and documents (`encode_query`, `encode_document`). */
async function readPrefixes(path: string): Promise<Pick<DirectoryDescription, 'prefixes'>> {
  const prompts = fieldOf(await readJson(path), 'prompts');
  const promptOf = (...names: string[]): string => {
    const prompt = names.map((name) => fieldOf(prompts, name)).find((value) => typeof value === 'string');
    return typeof prompt === 'string' ? prompt : '';
  };
  const prefixes = { query: promptOf('query'), passage: promptOf('document', 'passage', 'corpus') };
  return prefixes.query === '' && prefixes.passage === '' ? {} : { prefixes };
}

const poolingModes: Readonly<Record<string, Pooling>> = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_lasttoken: 'lastToken',
};

async function readPooling(path: string): Promise<{ dimension: number; pooling: Pooling }> {
  const config = await readJson(path);
  const dimension = fieldOf(config, 'word_embedding_dimension');
  const chosen = Object.entries(config ?? {}).flatMap(([key, value]) =>
    key.startsWith('pooling_mode_') && value === true ? [key] : [],
  );
  const pooling = chosen.length === 1 ? poolingModes[chosen[0]!] : undefined;
  if (pooling === undefined) throw unusable(path, `one of ${Object.keys(poolingModes).join(', ')} must be true, alone`);
  if (!Number.isSafeInteger(dimension)) throw unusable(path, 'it states no word_embedding_dimension');
  return { dimension: dimension as number, pooling };
}

async function readJson(path: string): Promise<object | undefined> {
  try {
    return JSON.parse(withoutByteOrderMark(await readFile(path, 'utf8'))) as object;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ModelFileError({
      path,
      problem: 'invalid',
      message: 'the file is not valid JSON. Fetch it again.',
      cause,
    });
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function unusable(path: string, reason: string): ModelFileError {
  const message = `${reason}. Register the model with addCustomModel if its graph does this itself.`;
  return new ModelFileError({ path, problem: 'invalid', message });
}
