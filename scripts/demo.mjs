// npm run demo -- FLAGS: installs and builds when needed, then runs the movie example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

// The program's usage, from its source: there may be no build yet.
refuseSwallowedFlags(readFileSync(join(ROOT, 'apps/demo/src/arguments/demo-arguments.ts'), 'utf8'));
await setUp();
exitLike(await runNode(join(ROOT, 'apps/demo/dist/main.js'), process.argv.slice(2)));
