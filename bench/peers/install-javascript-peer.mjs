// A peer from npm, in a folder of its own: its dependencies must not meet ours.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isUpToDate, markUpToDate } from '../../scripts/set-up/install-stamp.mjs';
import { runNpm } from '../../scripts/set-up/pnpm.mjs';

/**
 * Installs what the folder's lockfile says, unless it is there already. No package runs a script.
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
