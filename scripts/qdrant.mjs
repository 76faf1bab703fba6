// npm run qdrant -- serve --port N: the program x-qdrant-local, installed and built when needed.
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

await setUp();
exitLike(await runNode(join(ROOT, 'packages/qdrant-local/dist/bin.js'), process.argv.slice(2)));
