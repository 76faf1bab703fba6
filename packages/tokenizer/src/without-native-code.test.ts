import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));
const model = fileURLToPath(new URL('../../../models/all-minilm-l6-v2', import.meta.url));
const names = ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-universal', 'darwin-arm64', 'win32-x64-msvc'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-tokenizer-'));
  for (const name of ['core', 'tokenizer']) {
    for (const part of ['package.json', 'dist']) {
      await cp(join(here, '..', name, part), join(folder, 'node_modules/@x', name, part), { recursive: true });
    }
  }
  const portable = await realpath(join(here, 'node_modules/@huggingface/tokenizers'));
  await cp(portable, join(folder, 'node_modules/@huggingface/tokenizers'), { recursive: true });
  await symlink(model, join(folder, 'model'), 'dir');
  await writeFile(
    join(folder, 'load.mjs'),
    `import { PortableTokenizer, Tokenizer } from '@x/tokenizer';
     await PortableTokenizer.load('model');
     const error = await Tokenizer.load('model').catch((thrown) => thrown);
     process.stdout.write(JSON.stringify({ ...error, message: error.message, cause: error.cause.message }));`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function failure(): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['load.mjs'], { cwd: folder });
  return JSON.parse(stdout);
}

test('without tokenizers, without its binary, or with one that is none, it is blamed, and not the model', async () => {
  const facts = { code: 'NATIVE_LIBRARY', packageName: 'tokenizers', cause: expect.any(String) };
  const message = expect.stringContaining('npm install tokenizers');
  expect(await failure()).toMatchObject({ ...facts, problem: 'not-installed', message });
  const place = join(folder, 'node_modules/tokenizers');
  for (const part of ['package.json', 'index.js']) {
    await cp(join(await realpath(join(here, 'node_modules/tokenizers')), part), join(place, part));
  }
  expect(await failure()).toMatchObject({ ...facts, problem: 'no-binary', message });
  for (const name of names) await writeFile(join(place, `tokenizers.${name}.node`), 'no binary');
  expect(await failure()).toMatchObject({ ...facts, problem: 'unloadable', message });
}, 60_000);
