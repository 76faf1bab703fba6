// npm run qdrant -- serve --port N: installs and builds when needed, then runs the program x-qdrant-local.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

// The usage text comes from the program's source, because the program may not be built yet.
refuseSwallowedFlags(readFileSync(join(ROOT, 'packages/qdrant-local/src/program/program-arguments.ts'), 'utf8'));
await setUp();
exitLike(await runNode(join(ROOT, 'packages/qdrant-local/dist/bin.js'), process.argv.slice(2)));
