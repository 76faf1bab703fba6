import { expect, it } from 'vitest';
import { runPnpm } from './pnpm.mjs';

/** @param {Record<string, number>} codes exit code by version */
function fakeNpm(codes) {
  /** @type {string[]} */
  const calls = [];
  /** @param {readonly string[]} args */
  const npm = async (args) => {
    const version = (args.find((arg) => arg.startsWith('--package=pnpm@')) ?? '').split('@')[1] ?? '';
    calls.push(version);
    return { code: codes[version] ?? 1, signal: null, output: `output of ${version}`, stdout: '' };
  };
  return { npm, calls };
}

it('stops at the first version that succeeds', async () => {
  const { npm, calls } = fakeNpm({ 12: 0, 10: 0 });
  const result = await runPnpm(['install'], { cwd: '.', versions: ['12', '10'], npm });
  expect(result.code).toBe(0);
  expect(calls).toEqual(['12']);
});

it('falls back to the next version', async () => {
  const { npm, calls } = fakeNpm({ 12: 1, 10: 0 });
  const result = await runPnpm(['install'], { cwd: '.', versions: ['12', '10'], npm });
  expect(result.code).toBe(0);
  expect(calls).toEqual(['12', '10']);
});

it('shows the output of every version when all fail', async () => {
  const { npm } = fakeNpm({});
  const result = await runPnpm(['install'], { cwd: '.', versions: ['12', '10'], npm });
  expect(result.code).toBe(1);
  expect(result.output).toContain('output of 12');
  expect(result.output).toContain('output of 10');
});

it('tries no further version after a signal', async () => {
  /** @type {string[]} */
  const calls = [];
  const npm = async () => {
    calls.push('call');
    return { code: null, signal: /** @type {const} */ ('SIGTERM'), output: '', stdout: '' };
  };
  await runPnpm(['install'], { cwd: '.', versions: ['12', '10'], npm });
  expect(calls).toHaveLength(1);
});
