import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { foreignBinaries } from './binaries.ts';
import { parsePlatform, platformName } from './platform.ts';
import { runProgram } from './run-program.ts';

let folder: string;
let written: string;
let complaints: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'x-prune-'));
  written = '';
  complaints = '';
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a package with the named files of 1,000 bytes each. */
function install(name: string, files: readonly string[], place = join('node_modules', name)): void {
  for (const file of files) {
    const path = join(folder, place, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x'.repeat(1000));
  }
  writeFileSync(join(folder, place, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
}

function run(...args: readonly string[]): number {
  return runProgram(
    [...args, '--dir', folder],
    (text) => (written += text),
    (text) => (complaints += text),
  );
}

/** Returns the paths of all files in the folder except manifests. */
function left(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'package.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

const runtimeFiles = [
  'bin/napi-v6/darwin/arm64/libonnxruntime.1.30.0.dylib',
  'bin/napi-v6/linux/arm64/libonnxruntime.so.1',
  'bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'bin/napi-v6/linux/x64/onnxruntime_binding.node',
  'bin/napi-v6/win32/x64/DirectML.dll',
  'dist/index.js',
];
const tokenizerFiles = [
  'index.js',
  'tokenizers.android-arm-eabi.node',
  'tokenizers.darwin-arm64.node',
  'tokenizers.darwin-universal.node',
  'tokenizers.linux-arm-gnueabihf.node',
  'tokenizers.linux-x64-gnu.node',
  'tokenizers.linux-x64-musl.node',
  'tokenizers.win32-x64-msvc.node',
];
const ownAbi = `node.abi${process.versions.modules}.glibc.node`;
const lmdbFiles = ['index.js', 'node.abi1.glibc.node', ownAbi, 'node.napi.glibc.node', 'node.napi.musl.node'];

describe('pruning', () => {
  test('removes binaries for other platforms in all folders, and nothing on the second run', () => {
    install('onnxruntime-node', runtimeFiles);
    install('tokenizers', tokenizerFiles, 'node_modules/.pnpm/tokenizers@1.2.3/node_modules/tokenizers');
    install('@lmdb/lmdb-linux-x64', lmdbFiles, 'node_modules/a/node_modules/@lmdb/lmdb-linux-x64');
    install('another', ['bin/napi-v6/win32/x64/other.dll']);
    expect(run('prune', '--platform', 'linux-x64')).toBe(0);
    expect(left()).toEqual([
      'node_modules/.pnpm/tokenizers@1.2.3/node_modules/tokenizers/index.js',
      'node_modules/.pnpm/tokenizers@1.2.3/node_modules/tokenizers/tokenizers.linux-x64-gnu.node',
      'node_modules/a/node_modules/@lmdb/lmdb-linux-x64/index.js',
      `node_modules/a/node_modules/@lmdb/lmdb-linux-x64/${ownAbi}`,
      'node_modules/a/node_modules/@lmdb/lmdb-linux-x64/node.napi.glibc.node',
      'node_modules/another/bin/napi-v6/win32/x64/other.dll',
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
      'node_modules/onnxruntime-node/dist/index.js',
    ]);
    expect(written).toContain('onnxruntime-node 1.2.3');
    written = '';
    expect(run('prune', '--platform', 'linux-x64', '--json')).toBe(0);
    expect(JSON.parse(written)).toMatchObject({ platform: 'linux-x64-gnu', removed: true, bytes: 0 });
  });

  test('reports what it would remove, and removes nothing, in a dry run', () => {
    install('tokenizers', tokenizerFiles);
    const before = left();
    expect(run('prune', '--platform', 'darwin-arm64', '--dry-run', '--json')).toBe(0);
    expect(JSON.parse(written)).toMatchObject({
      removed: false,
      bytes: 6000,
      packages: [{ name: 'tokenizers', version: '1.2.3', files: 6, bytes: 6000 }],
    });
    expect(left()).toEqual(before);
  });

  test('keeps binaries for other versions of Node.js when none fits all versions', () => {
    const files = ['node.abi1.glibc.node', 'node.abi2.glibc.node', 'node.abi2.musl.node'];
    const target = parsePlatform('linux-x64');
    expect(foreignBinaries('@lmdb/lmdb-linux-x64', files, target)).toEqual({ foreign: ['node.abi2.musl.node'] });
  });

  test.each([
    ['an unknown layout', ['bin/napi-v9/linux-x64/onnxruntime.node'], /napi-v9\/linux-x64\/onnxruntime\.node/],
    [
      'no binary for the platform',
      ['bin/napi-v6/win32/x64/DirectML.dll'],
      /no binary for this platform \(linux-x64-gnu\)/,
    ],
  ])('removes nothing from any package when one has %s', (_, files, reason) => {
    install('onnxruntime-node', files);
    install('tokenizers', tokenizerFiles);
    const before = left();
    expect(run('prune', '--platform', 'linux-x64')).toBe(1);
    expect(complaints).toMatch(reason);
    expect(left()).toEqual(before);
  });

  test('keeps all weights by default, and only float32 weights with --dtype fp32', () => {
    install('@x/model-three', ['model.onnx', 'model_int8.onnx', 'tokenizer.json']);
    install('@acme/model-three', ['model.onnx', 'model_int8.onnx']);
    install('tokenizers', tokenizerFiles);
    expect(run('prune', '--platform', 'linux-x64')).toBe(0);
    expect(left()).toContain('node_modules/@x/model-three/model_int8.onnx');
    expect(run('prune', '--platform', 'linux-x64', '--dtype', 'fp32')).toBe(0);
    expect(written).toContain('that linux-x64-gnu with fp32 weights does not need.');
    expect(left().filter((path) => path.includes('model-three'))).toEqual([
      'node_modules/@acme/model-three/model.onnx',
      'node_modules/@acme/model-three/model_int8.onnx',
      'node_modules/@x/model-three/model.onnx',
      'node_modules/@x/model-three/tokenizer.json',
    ]);
  });

  test('leaves the target of a link unchanged', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'x-prune-linked-'));
    writeFileSync(join(elsewhere, 'package.json'), '{ "name": "tokenizers" }');
    writeFileSync(join(elsewhere, 'tokenizers.win32-x64-msvc.node'), '');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(elsewhere, join(folder, 'node_modules/tokenizers'), 'junction');
    expect(run('prune', '--platform', 'linux-x64')).toBe(0);
    expect(existsSync(join(elsewhere, 'tokenizers.win32-x64-msvc.node'))).toBe(true);
    expect(written).toContain('Nothing that can be pruned is installed here.');
    rmSync(elsewhere, { recursive: true });
  });

  test.each([
    [['--platform', 'linux-x64'], 'The only command is prune.'],
    [['prune', 'more'], 'The only command is prune.'],
    [['prune', '--platform', 'beos-x64'], '--platform must be linux, darwin or win32'],
    [['prune', '--dryrun'], "Unknown option '--dryrun'"],
    [['prune', '--dtype', 'int8'], '--dtype must be fp32'],
  ])('refuses %j as wrong usage', (args, message) => {
    expect(run(...args)).toBe(2);
    expect(complaints).toContain(message);
    expect(complaints).toContain('Usage: npx @x/onnx-runtime prune');
  });
});

test('a lone package of another platform is left unchanged and does not stop the pruning', () => {
  install('tokenizers', tokenizerFiles);
  install('@lmdb/lmdb-linux-x64', lmdbFiles);
  expect(run('prune', '--platform', 'darwin-arm64')).toBe(0);
  expect(left().filter((path) => path.includes('lmdb'))).toHaveLength(lmdbFiles.length);
});

test('a folder that does not exist is wrong usage', () => {
  const complain = (text: string): unknown => (complaints += text);
  expect(runProgram(['prune', '--dir', join(folder, 'nope')], complain)).toBe(2);
  expect(complaints).toContain('does not exist');
});

test.each(['-h', '--help'])('%s prints the usage', (flag) => {
  let usage = '';
  expect(runProgram([flag], (text) => (usage += text))).toBe(0);
  expect(usage).toMatch(/^ {2}-h, --help /m);
});

test('a universal macOS binary is kept when no binary for the processor exists', () => {
  const files = ['tokenizers.darwin-universal.node', 'tokenizers.linux-x64-gnu.node'];
  const { foreign } = foreignBinaries('tokenizers', files, parsePlatform('darwin-arm64'));
  expect(foreign).toEqual(['tokenizers.linux-x64-gnu.node']);
});

test('for any set of files, only binaries for the platform are kept, or the set is refused and kept whole', () => {
  const platform = fc.constantFrom('linux-x64-gnu', 'linux-x64-musl', 'linux-arm64-gnu', 'darwin-arm64', 'win32-x64');
  fc.assert(
    fc.property(fc.subarray([...tokenizerFiles, 'tokenizers.unheard.node']), platform, (files, name) => {
      const { foreign, refusal } = foreignBinaries('tokenizers', files, parsePlatform(name));
      const kept = files.filter((file) => !foreign.includes(file) && file.endsWith('.node'));
      expect(platformName(parsePlatform(name))).toBe(name);
      if (refusal === undefined) {
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.every((file) => file.includes(name.split('-')[0]!))).toBe(true);
      } else expect(foreign).toEqual([]);
      if (files.includes('tokenizers.unheard.node')) expect(refusal).toContain('tokenizers.unheard.node');
    }),
  );
});
