// npm run server -- FLAGS: installs and builds when needed, then serves embeddings and reranking over HTTP.
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

await setUp();
exitLike(await runNode(join(ROOT, 'apps/server/dist/main.js'), process.argv.slice(2)));
