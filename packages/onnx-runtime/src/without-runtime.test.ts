import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { lookUpGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, expect, test } from 'vitest';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const runtime = fileURLToPath(new URL('../node_modules/onnxruntime-node', import.meta.url));
let folder: string;

// Threads and processes see what is installed, not what is hidden from this one: so the packages are copied to where it is not.
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
     const reduction = { module: 'data:text/javascript,export const createReduction = () => () => []' };
     const errors = [];
     for (const isolation of ['worker', 'process', 'inline']) {
       await OnnxModel.load('model.onnx', { reduction, isolation }).catch((error) => {
         errors.push({ ...error, message: error.message, cause: error.cause.message });
       });
     }
     process.stdout.write(JSON.stringify(errors));`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** What becomes of a load in each isolation. */
async function failures(): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['load.mjs'], { cwd: folder });
  return JSON.parse(stdout);
}

/** Installs the runtime's JavaScript without its binaries. */
async function installWithoutBinary(): Promise<void> {
  const place = join(folder, 'node_modules/onnxruntime-node');
  for (const part of ['package.json', 'dist']) {
    await cp(join(runtime, part), join(place, part), { recursive: true, dereference: true });
  }
  const common = join(dirname(await realpath(runtime)), 'onnxruntime-common');
  await symlink(common, join(folder, 'node_modules/onnxruntime-common'), 'dir');
}

test('without onnxruntime-node, without its binary, or with one that is none, each isolation says so', async () => {
  const facts = { code: 'NATIVE_LIBRARY', packageName: 'onnxruntime-node', cause: expect.any(String) };
  const message = expect.stringContaining('npm install onnxruntime-node');
  const expected = (problem: string): unknown => Array(3).fill(expect.objectContaining({ ...facts, problem, message }));
  expect(await failures()).toEqual(expected('not-installed'));
  await installWithoutBinary();
  expect(await failures()).toEqual(expected('no-binary'));
  const binary = `bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`;
  await mkdir(dirname(join(folder, 'node_modules/onnxruntime-node', binary)), { recursive: true });
  await writeFile(join(folder, 'node_modules/onnxruntime-node', binary), 'no binary');
  expect(await failures()).toEqual(expected('unloadable'));
}, 60_000);
