import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

/**
 * Installs and builds when needed, then runs the program of an app with this process's arguments.
 *
 * @param {string} app its folder below `apps`
 * @param {string} usage the source file that has its usage: there may be no build yet
 */
export async function runApp(app, usage) {
  refuseSwallowedFlags(readFileSync(join(ROOT, 'apps', app, usage), 'utf8'));
  await setUp();
  exitLike(await runNode(join(ROOT, 'apps', app, 'dist/main.js'), process.argv.slice(2)));
}
