import { join } from 'node:path';
import { isContainedPath } from '../contained-path.ts';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import { readJson } from './read-json.ts';

/** One step of a model, as `modules.json` lists it. */
export interface ListedModule {
  /** Name of its class, e.g. `Pooling`. */
  readonly kind: string;
  /** Its folder in the model's directory; empty for the directory itself. */
  readonly folder: string;
}

/** The list of a model's modules, in the layout of sentence-transformers. */
export const moduleListName = 'modules.json';

/**
 * The modules of a model, in their order; `undefined` where the directory has no `modules.json`.
 *
 * @throws {ModelFileError} when it is no list of modules, has a key that is not known, a folder outside the directory, or a module of code of
 * its own.
 */
export async function readModuleList(directory: string): Promise<ListedModule[] | undefined> {
  const path = join(directory, moduleListName);
  const modules = await readJson(path);
  if (modules === undefined) return undefined;
  if (!Array.isArray(modules)) throw refusal(path, 'it is not a list of modules');
  return modules.map((module) => toListedModule(path, module));
}

function toListedModule(path: string, entry: unknown): ListedModule {
  const { type, path: folder } = requireKnownKeys(path, 'modules.json', entry);
  if (typeof folder !== 'string' || (folder !== '' && !isContainedPath(folder))) {
    throw refusal(path, `the folder ${shorten(folder)} of a module is not one of the model's directory`);
  }
  if (typeof type !== 'string' || !type.startsWith('sentence_transformers.')) {
    throw refusal(path, `the module ${shorten(type)} is not supported: it is not one of sentence-transformers' own`);
  }
  return { kind: type.split('.').at(-1)!, folder };
}

/** Those whose weights lie in their folder and are applied behind the encoder. */
const kindsWithWeights: readonly string[] = ['Dense', 'LayerNorm'];

/**
 * The files that `modules.json` of a directory makes part of the model, relative to it: the configuration of each module and the weights of its
 * head. Not every module has a configuration.
 *
 * @throws {ModelFileError} as {@link readModuleList}.
 */
export async function moduleFiles(directory: string): Promise<string[]> {
  const modules = (await readModuleList(directory)) ?? [];
  return modules.flatMap(({ kind, folder }) => {
    if (folder === '') return [];
    const isWeighty = kindsWithWeights.includes(kind);
    return [`${folder}/config.json`, ...(isWeighty ? [`${folder}/model.safetensors`] : [])];
  });
}
