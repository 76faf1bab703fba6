// Lists the packages of this repository, from the folders that pnpm-workspace.yaml names.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @typedef {object} Manifest the fields of package.json that the scripts read
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 *
 * @typedef {object} WorkspacePackage
 * @property {string} folder relative to the root, with forward slashes: `packages/core`
 * @property {Manifest} manifest
 */

/**
 * Returns every package of the workspace, in the order of pnpm-workspace.yaml, sorted by folder within each entry.
 *
 * @param {string} [root]
 * @returns {WorkspacePackage[]}
 */
export function workspacePackages(root = ROOT) {
  const workspaceFile = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const entries = [...workspaceFile.matchAll(/^\s*-\s+['"]?([\w-]+)(\/\*)?['"]?\s*$/gm)];
  return entries
    .flatMap(([, name = '', children]) => (children === undefined ? [name] : foldersIn(root, name)))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }));
}

/**
 * @param {string} root
 * @param {string} parent
 */
function foldersIn(root, parent) {
  const path = join(root, parent);
  const names = existsSync(path) ? readdirSync(path).toSorted() : [];
  return names.map((name) => `${parent}/${name}`);
}

/**
 * Returns the packages that npm users can install: all packages that are not private, such as code under packages/ and weights under models/.
 *
 * @param {string} [root]
 */
export function publishedPackages(root = ROOT) {
  return workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
