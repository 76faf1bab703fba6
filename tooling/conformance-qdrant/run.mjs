// npm run conformance -- --operations N --seed S [--reference URL]: Python's qdrant-client in local mode, or a running server, against this server,
// same operations.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';
import { exitLike, run } from '../../scripts/set-up/run.mjs';
import { setUp } from '../../scripts/set-up/set-up.mjs';
import { ROOT } from '../../scripts/set-up/workspace.mjs';

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
  const given = process.argv.slice(2);
  // Python's local mode has no payload indexes and orders by any key; a server does not.
  const isServer = given.some((argument) => argument.startsWith('--reference'));
  const args = ['serve', '--port', '0', '--json', '--unindexed', isServer ? 'refuse' : 'allow'];
  const program = join(ROOT, 'packages/qdrant-local/dist/bin.js');
  const server = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line));
  // -B: no compiled files beside the sources.
  const result = await run(python, ['-B', join(folder, 'conformance.py'), '--url', url, ...given]);
  server.kill();
  exitLike(result);
}
