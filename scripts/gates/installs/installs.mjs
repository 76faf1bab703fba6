// Installs packages with plain npm, as users do, and measures the size before and after pruning.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWithNpm, tarballDependencies } from '../pack.mjs';
import { runNode } from '../../set-up/run.mjs';

/**
 * @typedef {object} Installation
 * @property {string} name
 * @property {readonly string[]} own packages of this repository
 * @property {Readonly<Record<string, string>>} [others] packages of the registry, by version
 *
 * @typedef {object} Size
 * @property {number} packages
 * @property {number} megabytes size of all files; links are not followed
 */

/**
 * Installs into an empty folder, passes it to `use`, and then removes it.
 *
 * @template T
 * @param {Installation} installation
 * @param {(folder: string) => Promise<T>} use
 */
export async function withInstallation({ own, others }, use) {
  const folder = mkdtempSync(join(tmpdir(), 'x-installs-'));
  try {
    const dependencies = { ...(await tarballDependencies(own)), ...others };
    await installWithNpm(folder, { private: true, type: 'module', dependencies });
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the native code of other platforms and the integer weights, as users do. @param {string} folder */
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
