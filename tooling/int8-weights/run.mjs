// npm run int8 -- models/NAME: creates the integer graph of a model.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';
import { readOptions } from '../../scripts/read-options.mjs';
import { exitLike, run } from '../../scripts/set-up/run.mjs';
import { ROOT } from '../../scripts/set-up/workspace.mjs';

const USAGE = `Creates the integer graph of a model, compares it with the float32 graph, or measures the loss of each layer.

Usage: npm run int8 -- models/NAME [options]

  --compare   compare the two graphs
  --sweep     measure what quantizing each layer costs
  --count N   number of texts for --compare or --sweep
  -h, --help  print this help and exit
`;

const { folder, program, count } = readOptions(parse, USAGE);
const here = join(ROOT, 'tooling/int8-weights');
const python = await installPythonEnvironment(join(here, '.cache/python'), join(here, 'requirements.txt'));
// -B: do not write compiled files next to the sources.
exitLike(await run(python, ['-B', join(here, program), resolve(folder), ...count]));

/** @param {string[]} args */
function parse(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      compare: { type: 'boolean', default: false },
      sweep: { type: 'boolean', default: false },
      count: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const { compare, sweep, count: texts, help } = values;
  const [name = '', ...others] = positionals;
  if (!help && (name === '' || others.length > 0)) throw new TypeError('Exactly one model folder must be given.');
  return {
    folder: name,
    program: compare ? 'compare.py' : sweep ? 'sweep.py' : 'quantize.py',
    count: texts === undefined ? [] : ['--count', texts],
    help,
  };
}
