// npm run int8 -- models/NAME [--compare | --sweep] [--count N]: makes a model's integer graph, compares it with the float32 one, or says
// what each of its layers costs.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';
import { exitLike, run } from '../../scripts/set-up/run.mjs';
import { ROOT } from '../../scripts/set-up/workspace.mjs';

const here = join(ROOT, 'tooling/int8-weights');
const options = /** @type {const} */ ({
  compare: { type: 'boolean' },
  sweep: { type: 'boolean' },
  count: { type: 'string' },
});
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  process.stderr.write('npm run int8 -- models/NAME [--compare | --sweep] [--count N]\n');
  process.exit(2);
}
const python = await installPythonEnvironment(join(here, '.cache/python'), join(here, 'requirements.txt'));
const program = values.compare === true ? 'compare.py' : values.sweep === true ? 'sweep.py' : 'quantize.py';
const count = values.count === undefined ? [] : ['--count', values.count];
// -B: no compiled files beside the sources.
exitLike(await run(python, ['-B', join(here, program), resolve(folder), ...count]));
