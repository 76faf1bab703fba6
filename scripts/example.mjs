// npm run example -- NAME: installs and builds when needed, then runs one program of examples/.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './read-options.mjs';
import { exitLike, runNode } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

const names = readdirSync(join(ROOT, 'examples/src'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const USAGE = `Runs one of the examples. The arguments after NAME are passed to the example.

Usage: npm run example -- NAME [ARGUMENT ...]

  NAME        ${names.join(', ')}
  -h, --help  print this help and exit
`;

const { example, args } = readOptions(parse, USAGE);
await setUp();
exitLike(await runNode(join(ROOT, 'examples/dist', `${example}.js`), args));

/** @param {string[]} args */
function parse([name = '', ...rest]) {
  const help = ['-h', '--help'].includes(name);
  if (!help && !names.includes(name)) {
    throw new TypeError(name === '' ? 'The name of an example is missing.' : `There is no example named "${name}".`);
  }
  return { example: name, args: rest, help };
}
