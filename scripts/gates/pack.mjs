// The tarballs that npm users would get, packed once for all gates that look at them.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runPnpm } from '../set-up/pnpm.mjs';
import { publishedPackages, ROOT } from '../set-up/workspace.mjs';

/** @type {Promise<Map<string, string>> | undefined} */
let packed;

/**
 * Packs every published package; `workspace:` versions are rewritten as they are for a release.
 *
 * @returns {Promise<Map<string, string>>} package name -> path of its tarball
 */
export function packAll() {
  packed ??= packInto(join(ROOT, 'node_modules/.cache/packed'));
  return packed;
}

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
  if (!files.includes(file)) throw new Error(`pnpm pack wrote no ${file}; it wrote ${files.join(', ')}`);
  return file;
}
