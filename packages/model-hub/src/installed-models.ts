import { readdir, realpath } from 'node:fs/promises';
import nodeModule from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OptionKinds, requireOptions } from '@x/core';
import { requirePlaces } from './require-places.ts';
import { type ModelManifest, readManifest } from './manifest.ts';

/** A model that an installed npm package carries. */
export interface InstalledModel {
  readonly model: string;
  /** Absolute, links resolved. */
  readonly directory: string;
  readonly manifest: ModelManifest;
}

/** Options of {@link listInstalledModels}. */
export interface ListInstalledModelsOptions {
  /** Files or folders whose surroundings are searched first, e.g. `import.meta.url`. @default [] */
  readonly searchFrom?: readonly (string | URL)[];
}

const optionKinds: OptionKinds<ListInstalledModelsOptions> = { searchFrom: 'list' };

/**
 * The models of installed packages, nearest first: `node_modules/@scope/model-*` and `node_modules/model-*` of every folder above
 * `searchFrom`, the main script, the working directory and this package; then those of Yarn Plug'n'Play. Their files are not checked here.
 *
 * Packages whose `manifest.json` is absent or describes no model are passed over.
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
      // A link whose target is gone stays as it is, and is passed over below for having no manifest.
      directories.add(await realpath(directory).catch(() => directory));
    }
  }
  for (const directory of plugAndPlayPackages()) directories.add(directory);
  const models: InstalledModel[] = [];
  for (const directory of directories) {
    // A package of that name may be anyone's: a manifest that is not ours is no reason to fail.
    const manifest = await readManifest(directory).catch(() => undefined);
    if (manifest !== undefined) models.push({ model: manifest.model, directory, manifest });
  }
  return models;
}

// Bundlers that write CommonJS leave a module without an address.
const ownAddress: string | undefined = import.meta.url;

/** Every start and its ancestors, each once, in order. */
async function searchFolders(searchFrom: readonly (string | URL)[]): Promise<Set<string>> {
  const mainScript = process.argv[1];
  const starts = [
    ...searchFrom.map(toPath),
    // The real place: a program in node_modules/.bin is a link.
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

/** What Yarn adds to `node:module` under Plug'n'Play, where packages lie in no `node_modules`. */
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

/** Sorted, so that the order does not depend on the file system; nothing for a folder that is absent or closed to us. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}
