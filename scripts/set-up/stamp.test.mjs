import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeStep } from './set-up.mjs';
import { buildFingerprint, installFingerprint, isBuilt, readStamp, writeStamp } from './stamp.mjs';

/** @type {string} */
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'x-stamp-'));
  write('package.json', '{ "name": "root", "version": "0.0.0" }');
  write('pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - models/*\n');
  write('pnpm-lock.yaml', 'lockfileVersion: 9');
  write('packages/one/package.json', '{ "name": "one", "version": "0.0.0" }');
  write('packages/one/tsconfig.json', '{}');
  write('packages/one/src/index.ts', 'export const one = 1;');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

/**
 * @param {string} path
 * @param {string} content
 */
function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Captures stderr. @returns {string[]} receives every text that is written to stderr from now on */
function silenceStderr() {
  /** @type {string[]} */
  const written = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text, ...rest) => {
    written.push(String(text));
    for (const argument of rest) if (typeof argument === 'function') argument();
    return true;
  });
  return written;
}

describe('the install fingerprint', () => {
  it.each([
    ['the lockfile', 'pnpm-lock.yaml'],
    ['the workspace file', 'pnpm-workspace.yaml'],
    ['the root package.json', 'package.json'],
    ["a package's package.json", 'packages/one/package.json'],
    ['a new package', 'packages/two/package.json'],
  ])('changes with %s', (_, file) => {
    const before = installFingerprint(root);
    write(
      file,
      file.endsWith('.yaml') ? 'packages:\n  - packages/*\n# changed' : '{ "name": "x", "version": "9.9.9" }',
    );
    expect(installFingerprint(root)).not.toBe(before);
  });

  it('does not change with a source file', () => {
    const before = installFingerprint(root);
    write('packages/one/src/index.ts', 'export const one = 2;');
    expect(installFingerprint(root)).toBe(before);
  });
});

describe('the build fingerprint', () => {
  it.each([
    ['an edited source of the same length', 'packages/one/src/index.ts', 'export const one = 2;'],
    ['a new source', 'packages/one/src/deep/two.ts', ''],
    ["a package's compiler settings", 'packages/one/tsconfig.json', '{ "files": [] }'],
    ["the root's compiler settings", 'tsconfig.base.json', '{}'],
    ['a script that bundles', 'scripts/build/bundle-package.mjs', ''],
    ['an installation', 'pnpm-lock.yaml', 'lockfileVersion: 10'],
  ])('changes with %s', (_, file, content) => {
    const before = buildFingerprint(root);
    write(file, content);
    expect(buildFingerprint(root)).not.toBe(before);
  });

  it('changes when a source is renamed', () => {
    const before = buildFingerprint(root);
    cpSync(join(root, 'packages/one/src/index.ts'), join(root, 'packages/one/src/renamed.ts'));
    rmSync(join(root, 'packages/one/src/index.ts'));
    expect(buildFingerprint(root)).not.toBe(before);
  });

  it.each([
    'src/index.test.ts',
    'src/__fixtures__/golden.json',
    'README.md',
    'dist/index.js',
    'node_modules/a/index.js',
  ])('does not change with %s, which is not an input of the build', (file) => {
    const before = buildFingerprint(root);
    write(`packages/one/${file}`, 'anything');
    expect(buildFingerprint(root)).toBe(before);
  });

  it('does not change when only the modification time of a file changes', () => {
    const before = buildFingerprint(root);
    utimesSync(join(root, 'packages/one/src/index.ts'), 1, 1);
    expect(buildFingerprint(root)).toBe(before);
  });
});

it('isBuilt returns false while a package has no dist folder', () => {
  expect(isBuilt(root)).toBe(false);
  write('packages/one/dist/index.js', '');
  expect(isBuilt(root)).toBe(true);
});

it('readStamp returns an empty stamp for an incomplete file', () => {
  write('node_modules/.cache/set-up/stamp.json', '{"install":');
  expect(readStamp(root)).toEqual({});
});

describe('a step', () => {
  const done = { code: 0, signal: null, output: 'talkative', stdout: '' };
  const run = vi.fn(async () => done);
  const step = { name: /** @type {const} */ ('build'), fingerprint: 'now', hasResult: true, run };

  it('is skipped when its stamp is the current fingerprint and its result exists', async () => {
    writeStamp(root, { build: 'now' });
    await takeStep({ ...step, run: () => expect.fail('it ran') }, root);
  });

  it.each([
    ['its stamp has another fingerprint', { build: 'before' }, true],
    ['it has no stamp', {}, true],
    ['its result does not exist', { build: 'now' }, false],
  ])('runs when %s', async (_, stamp, hasResult) => {
    silenceStderr();
    const ran = vi.fn(async () => done);
    writeStamp(root, stamp);
    await takeStep({ ...step, hasResult, run: ran }, root);
    expect(ran).toHaveBeenCalledOnce();
  });

  it('that succeeds writes its stamp, keeps other stamps, and writes one line to stderr', async () => {
    const stderr = silenceStderr();
    const stdout = vi.spyOn(process.stdout, 'write');
    writeStamp(root, { install: 'kept' });
    await takeStep(step, root);
    expect(readStamp(root)).toEqual({ install: 'kept', build: 'now' });
    expect(stderr).toEqual([expect.stringMatching(/^build: done in [\d.]+ s\n$/)]);
    expect(stdout).not.toHaveBeenCalled();
  });

  it('that fails shows its output, writes no stamp, and exits with the same code', async () => {
    const stderr = silenceStderr();
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const failing = { ...step, run: async () => ({ code: 7, signal: null, output: 'one.ts(1,1): error', stdout: '' }) };
    await expect(takeStep(failing, root)).rejects.toThrow('exit 7');
    expect(exit).toHaveBeenCalledExactlyOnceWith(7);
    expect(stderr.join('')).toContain('one.ts(1,1): error');
    expect(readStamp(root)).toEqual({});
  });
});
