// npm run site -- [COMMAND]: builds or serves the documentation site with the API reference.
import { parseArgs } from 'node:util';
import { readOptions } from './read-options.mjs';
import { exitLike } from './set-up/run.mjs';
import { setUp } from './set-up/set-up.mjs';
import { runVitePress, writeApi } from './site/site-programs.mjs';

const USAGE = `Builds or serves the documentation site, which is made from docs/ and the docstrings of the packages.

Usage: npm run site -- [COMMAND]

  COMMAND     build: builds the site into docs/.vitepress/dist (default)
              dev: serves the pages and reloads changed ones
              preview: serves the built site
  -h, --help  print this help and exit
`;

const { command } = readOptions(parse, USAGE);
await setUp();
const api = command === 'preview' ? undefined : await writeApi();
exitLike(api === undefined || api.code === 0 ? await runVitePress(command) : api);

/** @param {string[]} args */
function parse(args) {
  const options = /** @type {const} */ ({ help: { type: 'boolean', default: false, short: 'h' } });
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [first = 'build', ...others] = positionals;
  if (!['build', 'dev', 'preview'].includes(first) || others.length > 0) {
    throw new TypeError(`COMMAND must be build, dev or preview, but is "${positionals.join(' ')}".`);
  }
  return { command: first, help: values.help };
}
