import { join } from 'node:path';
import { isContainedPath } from '../contained-path.ts';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import { readJson } from './read-json.ts';

/** One module of a model in `modules.json`. */
export interface ListedModule {
  /** Name of its class, e.g. `Pooling`. */
  readonly kind: string;
  /** Folder in the model's directory; empty for the directory itself. */
  readonly folder: string;
}

/** Name of the file that lists a model's modules, in the layout of sentence-transformers. */
export const moduleListName = 'modules.json';

/**
 * Returns the modules of a model in order; `undefined` when the directory has no `modules.json`.
 *
 * @throws {ModelFileError} when it is not a list of modules, or contains an unknown key, a folder outside the directory or a module that is not from
 * sentence-transformers.
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
    throw refusal(path, `the folder ${shorten(folder)} of a module is not inside the model's directory`);
  }
  if (typeof type !== 'string' || !type.startsWith('sentence_transformers.')) {
    throw refusal(path, `the module ${shorten(type)} is not supported, because it is not from sentence-transformers`);
  }
  return { kind: type.split('.').at(-1)!, folder };
}

/** Modules with weights in their folder, which are applied after the encoder. */
const kindsWithWeights: readonly string[] = ['Dense', 'LayerNorm'];

/**
 * Returns the files that belong to the modules in the `modules.json` of a directory, relative to the directory: the configuration of each module and
 * the weights of the head. Some modules have no configuration file.
 *
 * @throws {ModelFileError} like {@link readModuleList}.
 */
export async function moduleFiles(directory: string): Promise<string[]> {
  const modules = (await readModuleList(directory)) ?? [];
  return modules.flatMap(({ kind, folder }) => {
    if (folder === '') return [];
    const isWeighty = kindsWithWeights.includes(kind);
    return [`${folder}/config.json`, ...(isWeighty ? [`${folder}/model.safetensors`] : [])];
  });
}
