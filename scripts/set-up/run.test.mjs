import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run, runNode } from './run.mjs';

const runModule = new URL('run.mjs', import.meta.url).href;

/** Starts a process that runs a child and ends like it. @param {string} childCode code of the child */
function startFrontDoor(childCode) {
  const code = `import { exitLike, run } from '${runModule}';
    exitLike(await run(process.execPath, ['-e', ${JSON.stringify(childCode)}]));`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('passes arguments on unchanged and captures both streams', async () => {
  const code = 'console.log(JSON.stringify(process.argv.slice(1))); console.error("warned")';
  const args = ['--query', 'a "b" $c', ''];
  const result = await run(process.execPath, ['-e', code, '--', ...args], { capture: true });
  expect(result.output).toContain(JSON.stringify(args));
  expect(result.output).toContain('warned');
});

it('resolves with code 127 and the reason when the program does not exist', async () => {
  const result = await run('no-such-program-here', [], { capture: true });
  expect(result.code).toBe(127);
  expect(result.output).toContain('no-such-program-here');
});

it('kills a program that exceeds its time limit', async () => {
  const result = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { capture: true, timeoutMs: 50 });
  expect(result).toMatchObject({ code: null, signal: 'SIGKILL' });
});

it('tells the install script of onnxruntime-node to skip its download', async () => {
  const result = await run(process.execPath, ['-p', 'process.env.ONNXRUNTIME_NODE_INSTALL'], { capture: true });
  expect(result.output).toBe('skip\n');
});

it('reports the exit code of a JavaScript file', async () => {
  const result = await runNode(fileURLToPath(new URL('no-such-file.mjs', import.meta.url)), [], { capture: true });
  expect(result.code).toBe(1);
});

it("exits with the child's code", async () => {
  const [code] = await once(startFrontDoor('process.exitCode = 2'), 'close');
  expect(code).toBe(2);
});

it.skipIf(process.platform === 'win32')('forwards a signal to the child and ends with the same signal', async () => {
  const door = startFrontDoor('console.log("ready"); setInterval(() => {}, 1000)');
  await once(door.stdout, 'data');
  door.kill('SIGTERM');
  const [code, signal] = await once(door, 'close');
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGTERM' });
});

it.skipIf(process.platform === 'win32')("exits with the child's code when the child handles a signal", async () => {
  const door = startFrontDoor(
    'process.on("SIGINT", () => process.exit(5)); setInterval(() => {}, 1000); console.log("ready")',
  );
  await once(door.stdout, 'data');
  door.kill('SIGINT');
  const [code] = await once(door, 'close');
  expect(code).toBe(5);
});
