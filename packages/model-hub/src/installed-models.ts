import { readdir, realpath } from 'node:fs/promises';
import nodeModule from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OptionKinds, requireOptions } from '@x/core';
import { requirePlaces } from './require-places.ts';
import { type ModelManifest, readManifest } from './manifest.ts';

/** A model in an installed npm package. */
export interface InstalledModel {
  readonly model: string;
  /** Absolute path with links resolved. */
  readonly directory: string;
  readonly manifest: ModelManifest;
}

/** Options of {@link listInstalledModels}. */
export interface ListInstalledModelsOptions {
  /** Files or folders from which the search starts, e.g. `import.meta.url`. @default [] */
  readonly searchFrom?: readonly (string | URL)[];
}

const optionKinds: OptionKinds<ListInstalledModelsOptions> = { searchFrom: 'list' };

/**
 * Returns the models of installed packages, nearest first. It searches `node_modules/@scope/model-*` and `node_modules/model-*` in every folder
 * above `searchFrom`, the main script, the working directory and this package, and then the packages of Yarn Plug'n'Play. It does not check their
 * files.
 *
 * Packages whose `manifest.json` is missing or describes no model are skipped.
 *
 * @example
 * const [first] = await listInstalledModels();
 * first?.model; // => 'sentence-transformers/all-MiniLM-L6-v2'
 */
export async function listInstalledModels(options: ListInstalledModelsOptions = {}): Promise<InstalledModel[]> {
  const { searchFrom = [] } = requireOptions(options, optionKinds);
  requirePlaces(searchFrom);
  const directories = new Set<string>();
  for (const folder of await searchFolders(searchFrom)) {
    for (const directory of await modelPackages(join(folder, 'node_modules'))) {
      // A dangling link stays as it is. It is skipped below because it has no manifest.
      directories.add(await realpath(directory).catch(() => directory));
    }
  }
  for (const directory of plugAndPlayPackages()) directories.add(directory);
  const models: InstalledModel[] = [];
  for (const directory of directories) {
    // Any package may have such a name, so an invalid manifest is not an error.
    const manifest = await readManifest(directory).catch(() => undefined);
    if (manifest !== undefined) models.push({ model: manifest.model, directory, manifest });
  }
  return models;
}

// Bundlers that write CommonJS remove the URL of the module.
const ownAddress: string | undefined = import.meta.url;

/** Returns every start folder and its ancestors, each once, in order. */
async function searchFolders(searchFrom: readonly (string | URL)[]): Promise<Set<string>> {
  const mainScript = process.argv[1];
  const starts = [
    ...searchFrom.map(toPath),
    // The real path, because a program in node_modules/.bin is a link.
    ...(mainScript === undefined ? [] : [await realpath(mainScript).catch(() => resolve(mainScript))]),
    process.cwd(),
    ...(ownAddress?.startsWith('file:') ? [fileURLToPath(ownAddress)] : []),
  ];
  const folders = new Set<string>();
  for (const start of starts) {
    for (let folder = start; ; folder = dirname(folder)) {
      folders.add(folder);
      if (folder === dirname(folder)) break;
    }
  }
  return folders;
}

function toPath(place: string | URL): string {
  const isUrl = place instanceof URL || place.startsWith('file:');
  return isUrl ? fileURLToPath(place) : resolve(place);
}

async function modelPackages(nodeModules: string): Promise<string[]> {
  const entries = await namesIn(nodeModules);
  const packages = entries.filter((name) => name.startsWith('model-')).map((name) => join(nodeModules, name));
  for (const scope of entries.filter((name) => name.startsWith('@'))) {
    const names = await namesIn(join(nodeModules, scope));
    packages.push(...names.filter((name) => name.startsWith('model-')).map((name) => join(nodeModules, scope, name)));
  }
  return packages;
}

/** The part of Yarn's extension of `node:module` under Plug'n'Play, which has no `node_modules`, that is used here. */
interface PlugAndPlay {
  findPnpApi?(place: string): {
    getAllLocators(): readonly { readonly name: string | null }[];
    getPackageInformation(locator: object): { readonly packageLocation: string };
  } | null;
}

function plugAndPlayPackages(): string[] {
  const api = (nodeModule as PlugAndPlay).findPnpApi?.(join(process.cwd(), 'package.json'));
  const locators = api?.getAllLocators().filter(({ name }) => /^(?:@[^/]+\/)?model-/.test(name ?? '')) ?? [];
  return locators.map((locator) => api!.getPackageInformation(locator).packageLocation);
}

/** Returns the sorted names in a folder; an empty array when the folder is missing or cannot be read. The order is independent of the file system. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}
