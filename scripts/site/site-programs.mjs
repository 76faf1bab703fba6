// Runs the programs that build the site. They run in separate processes, because docs/ has its own compiler.
import { join } from 'node:path';
import { runNode } from '../set-up/run.mjs';
import { ROOT } from '../set-up/workspace.mjs';

const DOCS = join(ROOT, 'docs');

/** The folder that the site is built into. */
export const SITE_FOLDER = join(DOCS, '.vitepress/dist');

/**
 * Rewrites docs/api from the docstrings of the published packages.
 *
 * @param {import('../set-up/run.mjs').RunOptions} [options]
 */
export function writeApi(options) {
  return runNode(join(DOCS, '.vitepress/api/write-api.mjs'), [], options);
}

/**
 * Runs a command of VitePress over docs/.
 *
 * @param {string} command `build`, `dev` or `preview`
 * @param {import('../set-up/run.mjs').RunOptions} [options]
 */
export function runVitePress(command, options) {
  return runNode(join(DOCS, 'node_modules/vitepress/bin/vitepress.js'), [command, DOCS], options);
}
