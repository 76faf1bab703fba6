// npm run runs-on -- [NAME ...] [--json]: builds and runs a program with each bundler and runtime, using the packed packages.
import { parseArgs } from 'node:util';
import { readOptions } from '../../read-options.mjs';
import { setUp } from '../../set-up/set-up.mjs';
import { tryWays } from './try-ways.mjs';
import { frameworks } from './frameworks.mjs';
import { installers } from './installers.mjs';
import { ways } from './ways.mjs';

const all = [...ways, ...frameworks, ...installers];

const usage = `Builds and runs a program with bundlers, runtimes, frameworks and package managers. Compares the
output with the output in Node.js.

Usage: npm run runs-on -- [NAME ...] [options]

  NAME        one of: ${all.map(({ name }) => `"${name}"`).join(', ')} (default: all)
  --json      print the outcomes as JSON
  -h, --help  print this help and exit
`;

const { wanted, json } = readOptions(parse, usage);
await setUp();
const outcomes = await tryWays(wanted, (name) => process.stderr.write(`runs-on: ${name}\n`));
const failed = outcomes.filter(({ failure }) => failure !== undefined);
process.stdout.write(json ? `${JSON.stringify(outcomes)}\n` : table(outcomes));
for (const { name, failure } of failed) process.stderr.write(`\n${name}: ${failure}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {string[]} args */
function parse(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false, short: 'h' } },
  });
  const unknown = positionals.find((name) => all.every((way) => way.name !== name));
  if (unknown !== undefined) throw new TypeError(`NAME must be one of the names below, but is "${unknown}".`);
  const chosen = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));
  return { wanted: chosen, json: values.json, help: values.help };
}

/** @param {readonly import('./try-ways.mjs').Outcome[]} rows */
function table(rows) {
  const lines = rows.map(({ name, failure, seconds }) => {
    return `| ${name.padEnd(18)} | ${(failure === undefined ? 'yes' : 'NO').padEnd(4)} | ${seconds.toFixed(1).padStart(7)} |`;
  });
  return ['| with               | runs | seconds |', '| ------------------ | ---- | ------: |', ...lines, ''].join(
    '\n',
  );
}
