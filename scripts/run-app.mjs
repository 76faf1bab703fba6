import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

/**
 * Installs and builds when needed, then runs the program of an app with this process's arguments.
 *
 * @param {string} app folder of the app below `apps`
 * @param {string} usage source file with the usage text, which exists even before the first build
 */
export async function runApp(app, usage) {
  refuseSwallowedFlags(readFileSync(join(ROOT, 'apps', app, usage), 'utf8'));
  await setUp();
  exitLike(await runNode(join(ROOT, 'apps', app, 'dist/main.js'), process.argv.slice(2)));
}
