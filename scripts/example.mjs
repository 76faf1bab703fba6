// npm run example -- NAME: installs and builds when needed, then runs one program of examples/.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

const names = readdirSync(join(ROOT, 'examples/src'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name = '', ...rest] = process.argv.slice(2);

if (names.includes(name)) {
  await setUp();
  exitLike(await runNode(join(ROOT, 'examples/dist', `${name}.js`), rest));
} else {
  process.stderr.write(`Which example? npm run example -- ${names.join(' | ')}\n`);
  process.exitCode = 2;
}
