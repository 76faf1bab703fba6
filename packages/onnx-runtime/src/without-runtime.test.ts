import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { lookUpGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RuntimeChoice } from './session/load-runtime.ts';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const webRuntime = fileURLToPath(new URL('../node_modules/onnxruntime-web', import.meta.url));
const nativeRuntime = fileURLToPath(new URL('../node_modules/onnxruntime-node', import.meta.url));
let folder: string;

// Threads and processes load whatever is installed, even if it is hidden from this thread. Therefore the packages are copied to
// a folder without the runtimes.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-onnx-'));
  for (const name of ['core', 'onnx-runtime']) {
    for (const part of ['package.json', 'dist']) {
      await cp(join(packages, name, part), join(folder, 'node_modules/@x', name, part), { recursive: true });
    }
  }
  await writeFile(join(folder, 'model.onnx'), lookUpGraph({ vocabulary: 3, hidden: 1, valueOf: (token) => token }));
  await writeFile(
    join(folder, 'load.mjs'),
    `import { OnnxModel } from '@x/onnx-runtime';
     const module = 'data:text/javascript,export const createReduction = () => () => [Float32Array.of(7)]';
     const runtime = process.argv[2];
     const outcomes = [];
     process.on('warning', ({ name, message }) => outcomes.push(name + ': ' + message));
     for (const isolation of ['worker', 'process', 'inline']) {
       try {
         const model = await OnnxModel.load('model.onnx', { reduction: { module }, isolation, runtime });
         for await (const [value] of model.run([{ inputIds: Int32Array.of(1), truncatedTokens: 0 }])) outcomes.push(model.runtime + ' ' + value);
         await model.dispose();
       } catch (error) {
         outcomes.push({ ...error, message: error.message, cause: error.cause.message });
       }
     }
     process.stdout.write(JSON.stringify(outcomes));`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns the outcome of loading a model in each isolation, including process warnings. */
async function outcomes(runtime: RuntimeChoice = 'auto'): Promise<unknown> {
  // Package managers that start tests may set NODE_PATH to folders of packages.
  const env = { ...process.env, NODE_PATH: '' };
  const { stdout } = await promisify(execFile)(process.execPath, ['load.mjs', runtime], { cwd: folder, env });
  return JSON.parse(stdout);
}

/** Installs the runtime's JavaScript without its binaries. */
async function installWithoutBinary(): Promise<void> {
  const place = join(folder, 'node_modules/onnxruntime-node');
  for (const part of ['package.json', 'dist']) {
    await cp(join(nativeRuntime, part), join(place, part), { recursive: true, dereference: true });
  }
  const common = join(dirname(await realpath(nativeRuntime)), 'onnxruntime-common');
  await symlink(common, join(folder, 'node_modules/onnxruntime-common'), 'dir');
}

const isolations = 3;
const everywhere = (outcome: unknown): unknown => Array(isolations).fill(outcome);

test('each isolation reports a missing, incomplete or invalid onnxruntime-node, and names both packages to install', async () => {
  const facts = { code: 'NATIVE_LIBRARY', packageName: 'onnxruntime-node', cause: expect.any(String) };
  const message = expect.stringMatching(/npm install onnxruntime-node.*npm install onnxruntime-web/s);
  const expected = (problem: string): unknown => everywhere(expect.objectContaining({ ...facts, problem, message }));
  expect(await outcomes()).toEqual(expected('not-installed'));
  expect(await outcomes('native')).toEqual(expected('not-installed'));
  await installWithoutBinary();
  expect(await outcomes()).toEqual(expected('no-binary'));
  const binary = `bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`;
  await mkdir(dirname(join(folder, 'node_modules/onnxruntime-node', binary)), { recursive: true });
  await writeFile(join(folder, 'node_modules/onnxruntime-node', binary), 'no binary');
  expect(await outcomes()).toEqual(expected('unloadable'));
});

test('the runtime wasm reports a missing onnxruntime-web', async () => {
  const facts = { code: 'NATIVE_LIBRARY', packageName: 'onnxruntime-web', problem: 'not-installed' };
  expect(await outcomes('wasm')).toEqual(everywhere(expect.objectContaining(facts)));
});

test('models run in WebAssembly with one warning when only onnxruntime-web is installed', async () => {
  const place = join(folder, 'node_modules/onnxruntime-web');
  await symlink(await realpath(webRuntime), place, 'dir');
  const warning = 'RuntimeWarning: Models run in WebAssembly, several times slower: onnxruntime-node cannot be loaded';
  expect(await outcomes()).toEqual([expect.stringContaining(warning), 'wasm 7', 'wasm 7', 'wasm 7']);
  expect(await outcomes('wasm')).toEqual(['wasm 7', 'wasm 7', 'wasm 7']);
  const refused = { code: 'NATIVE_LIBRARY', packageName: 'onnxruntime-node' };
  expect(await outcomes('native')).toEqual(everywhere(expect.objectContaining(refused)));
  await rm(place);
  await mkdir(place);
  await writeFile(join(place, 'index.js'), "throw new Error('a fault')");
  const message = expect.stringContaining('"onnxruntime-web" cannot be loaded either (a fault).');
  expect(await outcomes()).toEqual(everywhere(expect.objectContaining({ ...refused, message })));
});
