// What people install, with npm and nothing else: how much it is, and what is left of it after pruning.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll } from '../pack.mjs';
import { neededPackages } from '../pack-test/use.mjs';
import { runNpm } from '../../set-up/pnpm.mjs';
import { runNode } from '../../set-up/run.mjs';
import { publishedPackages, ROOT } from '../../set-up/workspace.mjs';

const CACHE = join(ROOT, 'node_modules/.cache/runs-on-npm');

/**
 * @typedef {object} Installation
 * @property {string} name
 * @property {readonly string[]} own packages of this repository
 * @property {Readonly<Record<string, string>>} [others] packages of the registry, by version
 *
 * @typedef {object} Size
 * @property {number} packages
 * @property {number} megabytes of all files, links not followed
 */

/**
 * Installs into an empty folder, which is removed after `use`.
 *
 * @template T
 * @param {Installation} installation
 * @param {(folder: string) => Promise<T>} use
 */
export async function withInstallation({ own, others }, use) {
  const folder = mkdtempSync(join(tmpdir(), 'x-installs-'));
  try {
    const dependencies = { ...(await tarballsOf(own)), ...others };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
    mkdirSync(CACHE, { recursive: true });
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--cache', CACHE];
    const { code, output } = await runNpm(args, { cwd: folder, capture: true });
    if (code !== 0) throw new Error(`npm install failed:\n${output}`);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} own */
async function tarballsOf(own) {
  if (own.length === 0) return {};
  const tarballs = await packAll();
  const manifests = new Map(publishedPackages().map(({ manifest }) => [manifest.name, manifest]));
  const needed = neededPackages(own, manifests);
  return Object.fromEntries(needed.map((name) => [name, `file:${tarballs.get(name)?.replaceAll('\\', '/')}`]));
}

/** Removes the native code of other platforms, and integer weights, as users do. @param {string} folder */
export async function prune(folder) {
  const program = join(folder, 'node_modules/@x/onnx-runtime/dist/bin.js');
  const { code, output } = await runNode(program, ['prune', '--dtype', 'fp32'], { cwd: folder, capture: true });
  if (code !== 0) throw new Error(`prune failed:\n${output}`);
}

/** @param {string} folder @returns {Size} */
export function sizeOf(folder) {
  const entries = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const manifests = files.filter((file) =>
    /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(file),
  );
  return { packages: manifests.length, megabytes: bytes / 1e6 };
}
