// npm test -- ARGS: installs and builds when needed, then runs the tests of every package. The last line is the tally.
import { join } from 'node:path';
import { exitLike } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { runTests } from './testing/run-tests.mjs';

await setUp();
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
exitLike(await runTests({ cwd: ROOT, vitest, args: process.argv.slice(2) }));
