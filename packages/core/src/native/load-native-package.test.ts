import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { NativeLibraryError } from '../errors/native-library-error.ts';
import { loadNativePackage } from './load-native-package.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-core-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Installs a package of these files and loads it. */
async function load(name: string, files: Readonly<Record<string, string>>): Promise<unknown> {
  for (const [path, content] of Object.entries(files)) {
    const place = join(folder, 'node_modules', name, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
  }
  return loadNativePackage(name, pathToFileURL(join(folder, 'module.js')).href);
}

async function failureOf(name: string, files: Readonly<Record<string, string>>): Promise<NativeLibraryError> {
  const error: unknown = await load(name, files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NativeLibraryError);
  return error as NativeLibraryError;
}

/** Loads a library for several platforms as NAPI-RS does: the failures of the binaries are chained as causes. */
const manyBinaries = (failure: string): string => `
  const errors = [];
  try { require('./many.here.node'); } catch (error) { errors.push(error); }
  try { ${failure} } catch (error) { errors.push(error); }
  throw new Error('Cannot find native binding. npm has a bug.', {
    cause: errors.reduce((error, current) => Object.assign(current, { cause: error })),
  });
`;
const refused = (message: string): string =>
  `throw Object.assign(new Error(${JSON.stringify(message)}), { code: 'ERR_DLOPEN_FAILED' });`;

test('returns the exports of a package that loads', async () => {
  expect(await load('whole', { 'index.js': 'module.exports = { answer: 42 };' })).toEqual({ answer: 42 });
});

test.each([
  ['has no URL', undefined],
  ['was created by a bundler', 'webpack://x/module.js'],
  ['is a data: URL', 'data:text/javascript,'],
  ['was moved away from its packages', pathToFileURL('/nowhere/at/all/module.js').href],
])('finds a package from the working directory when the module %s', async (_, from) => {
  await load('whole', { 'index.js': 'module.exports = { answer: 42 };' });
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
  expect(loadNativePackage('whole', from)).toEqual({ answer: 42 });
  cwd.mockRestore();
});

describe('a package that cannot be loaded', () => {
  test.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['is not installed', 'not-installed', 'absent', {}],
    ['has no binary', 'no-binary', 'bare', { 'index.js': "require('./bin/bare.node');" }],
    ['has none of several binaries', 'no-binary', 'many', { 'index.js': manyBinaries("require('many-here');") }],
    [
      'has a damaged binary',
      'unloadable',
      'damaged',
      { 'index.js': "require('./damaged.node');", 'damaged.node': 'no' },
    ],
    [
      'has a damaged binary among several',
      'unloadable',
      'many',
      { 'index.js': manyBinaries("require('many-here');"), 'many.here.node': 'no' },
    ],
    [
      'needs a newer glibc',
      'wrong-libc',
      'newer',
      { 'index.js': refused("/lib/libc.so.6: version `GLIBC_2.99' not found (required by newer.node)") },
    ],
    [
      'was built for glibc and runs on musl',
      'wrong-libc',
      'many',
      { 'index.js': manyBinaries(refused('Error loading shared library ld-linux-x86-64.so.2: No such file')) },
    ],
    [
      'lacks another library',
      'unloadable',
      'cuda',
      { 'index.js': refused('libcudart.so.12: cannot open shared object file') },
    ],
    [
      'has no build for this platform',
      'no-binary',
      'built',
      { 'index.js': "throw new Error('No native build was found for platform=x');" },
    ],
    ['fails in its own code', 'unloadable', 'faulty', { 'index.js': "throw new Error('a fault');" }],
  ])('causes an error if it %s, with the problem %s', async (_, problem, packageName, files) => {
    const error = await failureOf(packageName, files);
    expect(error).toMatchObject({ problem, packageName, platform: expect.stringContaining(process.platform) });
    expect(error.message).toContain(`npm install ${packageName}`);
    expect(error.cause).toBeInstanceOf(Error);
    await rm(join(folder, 'node_modules', packageName), { recursive: true, force: true });
  });

  test('causes an error that names a missing dependency', async () => {
    const error = await failureOf('needy', { 'index.js': "require('@scope/common/part');" });
    expect(error).toMatchObject({ problem: 'not-installed', packageName: '@scope/common' });
  });

  test('causes an error that states the reason of the existing binary, in one line', async () => {
    const files = { 'index.js': manyBinaries(refused('libgomp.so.1: cannot open')) };
    expect((await failureOf('many', files)).reason).toBe('libgomp.so.1: cannot open');
    expect((await failureOf('gone', {})).reason).toBe("Cannot find module 'gone'");
  });
});
