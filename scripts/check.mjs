// npm run check -- [GATE ...]: runs all gates that CI runs after the tests, or only the given ones.
import { parseArgs } from 'node:util';
import { GATES } from './gates/gates.mjs';
import { reportGates, runGates } from './gates/run-gates.mjs';
import { readOptions } from './read-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const USAGE = `Runs all gates that CI runs after the tests, or only the given ones.

Usage: npm run check -- [GATE ...]

  GATE        ${GATES.map(({ name }) => name).join(', ')} (default: all)
  -h, --help  print this help and exit
`;

const { gates } = readOptions(parse, USAGE);
await setUp();
const results = await runGates(gates);
process.stdout.write(reportGates(results));
process.exitCode = results.every((result) => result.problems.length === 0) ? 0 : 1;

/** @param {string[]} args */
function parse(args) {
  const options = /** @type {const} */ ({ help: { type: 'boolean', default: false, short: 'h' } });
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const unknown = positionals.filter((name) => !GATES.some((gate) => gate.name === name));
  if (unknown.length > 0) throw new TypeError(`There is no gate named "${unknown.join('" or "')}".`);
  return {
    gates: GATES.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    help: values.help,
  };
}
