// npm run conformance -- [OPTIONS]: compares another implementation with this server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readOptions } from '../../scripts/read-options.mjs';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';
import { exitLike, run } from '../../scripts/set-up/run.mjs';
import { setUp } from '../../scripts/set-up/set-up.mjs';
import { ROOT } from '../../scripts/set-up/workspace.mjs';

const USAGE = `Runs the same random operations on a reference and on this server, and reports where they differ.
The reference is Python's qdrant-client in local mode, Qdrant's own engine (qdrant-edge-py), or a running server.

Usage: npm run conformance -- [options]

  --operations N    number of operations (default 3000)
  --seed N          seed of the random operations (default 1)
  --reference edge  compare with Qdrant Edge instead of the local mode
  --reference URL   compare with a running server instead of the local mode
  -h, --help        print this help and exit
`;

const { given, isLocal } = readOptions(parse, USAGE);
const folder = join(ROOT, 'tooling/conformance-qdrant');

await setUp();
const found = await findPython();
if (found !== undefined) await compare(found);

async function findPython() {
  try {
    return await installPythonEnvironment(join(folder, '.cache/python'), join(folder, 'requirements.txt'));
  } catch (error) {
    process.stdout.write(`skipped: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

/** @param {string} python */
async function compare(python) {
  // Python's local mode has no payload indexes and orders by any key; Qdrant's engine does not.
  const args = ['serve', '--port', '0', '--json', '--unindexed', isLocal ? 'allow' : 'refuse'];
  const program = join(ROOT, 'packages/qdrant-local/dist/bin.js');
  const server = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line));
  // -B: do not write compiled files next to the sources.
  const result = await run(python, ['-B', join(folder, 'conformance.py'), '--url', url, ...given]);
  server.kill();
  exitLike(result);
}

/** @param {string[]} args */
function parse(args) {
  const { values } = parseArgs({
    args,
    options: {
      operations: { type: 'string' },
      seed: { type: 'string' },
      reference: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  return { given: args, isLocal: values.reference === undefined, help: values.help };
}
