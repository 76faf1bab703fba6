// Installs a contestant from npm in its own folder, to keep its dependencies apart from those of this project.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isUpToDate, markUpToDate } from '../../scripts/set-up/install-stamp.mjs';
import { runNpm } from '../../scripts/set-up/pnpm.mjs';

/**
 * Installs the packages of the folder's lockfile, unless they are up to date. No package runs a script.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} the command that starts the contestant
 */
export async function installJavaScriptPeer(folder) {
  const modules = join(folder, 'node_modules');
  const lockfile = join(folder, 'package-lock.json');
  if (!existsSync(modules) || !isUpToDate(modules, lockfile)) {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { code, output } = await runNpm(args, { cwd: folder, capture: true });
    if (code !== 0) throw new Error(`npm could not install it: ${output.trim().split('\n').at(-1)}`);
    markUpToDate(modules, lockfile);
  }
  return [process.execPath, join(folder, 'contestant.mjs')];
}
