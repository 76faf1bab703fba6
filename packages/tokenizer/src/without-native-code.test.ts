import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

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
  const tiny = await readFile(new URL('./__fixtures__/tiny-tokenizers.json.gz', import.meta.url));
  const { unigram } = JSON.parse(gunzipSync(tiny).toString()) as { unigram: unknown };
  await mkdir(join(folder, 'unigram'));
  await writeFile(join(folder, 'unigram/tokenizer.json'), JSON.stringify(unigram));
  await writeFile(
    join(folder, 'load.mjs'),
    `import { PortableTokenizer, Tokenizer } from '@x/tokenizer';
     await PortableTokenizer.load('model');
     const error = await Tokenizer.load('model', { engine: 'native' }).catch((thrown) => thrown);
     const other = await Tokenizer.load('unigram', { maxLength: 8 }).catch(({ code, message }) => code + ' ' + message);
     const tokenizer = await Tokenizer.load('model');
     const { inputIds } = await tokenizer.encode('hello world');
     const instead = { engine: tokenizer.engine, ids: [...inputIds], other };
     process.stdout.write(JSON.stringify({ ...error, message: error.message, cause: error.cause.message, instead }));`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function failure(): Promise<unknown> {
  // NODE_PATH is emptied because a package manager that starts the tests may put package folders in it.
  const env = { ...process.env, NODE_PATH: '' };
  const { stdout } = await promisify(execFile)(process.execPath, ['load.mjs'], { cwd: folder, env });
  return JSON.parse(stdout);
}

test('without a loadable native library, Tokenizer uses the portable engine or reports the library, not the model', async () => {
  const other = expect.stringMatching(
    /^NATIVE_LIBRARY .*The portable engine does not produce the same ids .*\(Unigram/,
  );
  const instead = { engine: 'portable', ids: [101, 7592, 2088, 102], other };
  const facts = { code: 'NATIVE_LIBRARY', packageName: 'tokenizers', cause: expect.any(String), instead };
  const message = expect.stringContaining('npm install tokenizers');
  expect(await failure()).toMatchObject({ ...facts, problem: 'not-installed', message });
  const place = join(folder, 'node_modules/tokenizers');
  for (const part of ['package.json', 'index.js']) {
    await cp(join(await realpath(join(here, 'node_modules/tokenizers')), part), join(place, part));
  }
  expect(await failure()).toMatchObject({ ...facts, problem: 'no-binary', message });
  for (const name of names) await writeFile(join(place, `tokenizers.${name}.node`), 'no binary');
  expect(await failure()).toMatchObject({ ...facts, problem: 'unloadable', message });
});
