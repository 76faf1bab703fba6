// The rules that all programs of the packages and applications follow.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ROOT } from './set-up/workspace.mjs';

const programs = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(ROOT, group)).map((name) => join(ROOT, group, name)))
  .filter((folder) => existsSync(join(folder, 'package.json')))
  .flatMap((folder) => {
    const { bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return Object.entries(bin).map(([name, file]) => ({ name, file: join(folder, String(file)) }));
  });

/**
 * @param {string} file
 * @param {string[]} args
 */
async function run(file, ...args) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  return { code, stdout, stderr };
}

test('the programs are found', () => {
  expect(programs.map(({ name }) => name)).toEqual(expect.arrayContaining(['x-search', 'x-qdrant-local']));
});

test.each(programs)('$name prints its usage, which states the exit codes, and exits with 0', async ({ file }) => {
  const { code, stdout, stderr } = await run(file, '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Exit codes: 0 success, 1 failure, 2 wrong usage[.,]/m);
});

test.each(programs)('$name reports an unknown option in one sentence and exits with 2', async ({ file }) => {
  const { code, stdout, stderr } = await run(file, '--no-such-option');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.split('\n')[0]).toContain('--no-such-option');
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each(programs)('$name ends quietly when the reader of its output closes the pipe', async ({ file }) => {
  const child = spawn(process.execPath, [file, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const exited = once(child, 'exit');
  expect(await text(child.stderr)).toBe('');
  expect(await exited).toEqual([0, null]);
});
