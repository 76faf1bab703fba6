// Packs the packages into tarballs as for a release, once for all gates.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm, runPnpm } from '../set-up/pnpm.mjs';
import { publishedPackages, ROOT } from '../set-up/workspace.mjs';

/** @type {Promise<Map<string, string>> | undefined} */
let packed;

/**
 * Packs every published package and replaces `workspace:` versions as a release does.
 *
 * @returns {Promise<Map<string, string>>} path of the tarball, by package name
 */
export function packAll() {
  packed ??= packInto(join(ROOT, 'node_modules/.cache/packed'));
  return packed;
}

/**
 * Returns the `dependencies` of a manifest that installs these packages, and the packages of this repository that they need, from tarballs.
 *
 * @param {readonly string[]} names
 * @returns {Promise<Record<string, string>>}
 */
export async function tarballDependencies(names) {
  const tarballs = [...(await neededTarballs(names))];
  return Object.fromEntries(tarballs.map(([name, path]) => [name, `file:${path.replaceAll('\\', '/')}`]));
}

/**
 * Returns the tarballs of these packages and of the packages of this repository that they need.
 *
 * @param {readonly string[]} names
 * @returns {Promise<Map<string, string>>} path of the tarball, by package name
 */
export async function neededTarballs(names) {
  const tarballs = await packAll();
  const manifests = new Map(publishedPackages().map(({ manifest }) => [manifest.name, manifest]));
  return new Map(neededPackages(names, manifests).map((name) => [name, tarballs.get(name) ?? '']));
}

/**
 * Returns these packages and, transitively, the packages of this repository that they depend on.
 *
 * @param {readonly string[]} names
 * @param {ReadonlyMap<string, import('../set-up/workspace.mjs').Manifest>} manifests by package name
 * @returns {string[]}
 */
export function neededPackages(names, manifests) {
  /** @type {Set<string>} */
  const needed = new Set();
  const queue = [...names];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const manifest = manifests.get(name);
    if (manifest === undefined) throw new Error(`${name} is not a published package of this repository.`);
    if (needed.has(name)) continue;
    needed.add(name);
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    queue.push(...dependencies.filter((dependency) => manifests.has(dependency)));
  }
  return [...needed];
}

/**
 * Writes a manifest to a folder and installs its dependencies with npm, without scripts.
 *
 * @param {string} folder
 * @param {object} manifest contents of package.json
 */
export async function installWithNpm(folder, manifest) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  mkdirSync(NPM_CACHE, { recursive: true });
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--cache', NPM_CACHE];
  const { code, output } = await runNpm(args, { cwd: folder, capture: true });
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
}

/** npm's cache for installations. It is kept between runs, so that each tarball is downloaded once. */
export const NPM_CACHE = join(ROOT, 'node_modules/.cache/installs-npm');

/**
 * @param {string} folder
 * @returns {Promise<Map<string, string>>}
 */
async function packInto(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packages = publishedPackages();
  const filters = packages.map(({ folder: path }) => `--filter=./${path}`);
  const { code, output } = await runPnpm([...filters, 'pack', '--pack-destination', folder], { cwd: ROOT });
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const files = readdirSync(folder);
  return new Map(packages.map(({ manifest }) => [manifest.name, join(folder, tarballName(manifest, files))]));
}

/**
 * @param {import('../set-up/workspace.mjs').Manifest} manifest
 * @param {readonly string[]} files
 */
function tarballName({ name, version }, files) {
  const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  if (!files.includes(file)) throw new Error(`pnpm pack did not write ${file}. It wrote: ${files.join(', ')}`);
  return file;
}
