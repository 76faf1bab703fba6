import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../set-up/workspace.mjs';
import { formatTally, tallyTests } from './tally.mjs';

/**
 * @param {string} status status of the whole file
 * @param {string[]} statuses statuses of its tests
 */
function file(status, ...statuses) {
  return { status, assertionResults: statuses.map((one) => ({ status: one })) };
}

describe('the tally of a report', () => {
  it('counts the tests of all files', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped'), file('failed', 'failed', 'passed', 'todo')] };
    expect(tallyTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('contains the number of skipped tests only when it is above 0', () => {
    expect(formatTally({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(formatTally({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('is a failure when the run failed although every test passed', () => {
    expect(tallyTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('is a failure when a signal ended the run', () => {
    expect(tallyTests({ testResults: [file('passed', 'passed')] }, null).failed).toBe(1);
  });

  it('is a failure without a report, and with a report of no tests', () => {
    expect(tallyTests(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyTests({ testResults: [] }, 0).failed).toBe(1);
  });
});

describe('a real run', () => {
  /** @type {string} */
  let folder;

  beforeEach(() => {
    // The folder is inside the repository, so that the test files can import vitest.
    folder = mkdtempSync(join(ROOT, 'node_modules/.run-tests-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'vitest.config.js'), 'export default { test: { include: ["*.check.js"] } };');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * @param {Record<string, string>} files
   * @param {string[]} [args]
   * @returns {Promise<{ code: number | null, lastLine: string }>}
   */
  async function runFiles(files, args = []) {
    for (const [name, code] of Object.entries(files)) {
      writeFileSync(join(folder, `${name}.check.js`), `import { beforeAll, expect, it } from 'vitest';\n${code}`);
    }
    const options = { cwd: folder, vitest: join(ROOT, 'node_modules/vitest/vitest.mjs'), args };
    const code = `const { runTests } = await import(${JSON.stringify(new URL('run-tests.mjs', import.meta.url).href)});
      process.exitCode = (await runTests(${JSON.stringify(options)})).code;`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    return { code: exitCode, lastLine: output.trimEnd().split('\n').at(-1) ?? '' };
  }

  const passing = `it('adds', () => expect(1 + 1).toBe(2));`;

  it('that passes ends with code 0', { timeout: 30_000 }, async () => {
    const files = { a: passing, b: `${passing} it.skip('later', () => {});` };
    expect(await runFiles(files)).toEqual({ code: 0, lastLine: '2 passed, 0 failed, 1 skipped' });
  });

  it.each([
    ['a failing test', `${passing} it('is wrong', () => expect(1).toBe(2));`, '1 passed, 1 failed'],
    ['a file that does not load', `${passing} throw new Error('at import');`, '0 passed, 1 failed'],
    [
      'a hook that throws',
      `beforeAll(() => { throw new Error('hook'); }); ${passing}`,
      '0 passed, 1 failed, 1 skipped',
    ],
    ['an error outside any test', `${passing} void Promise.reject(new Error('unhandled'));`, '1 passed, 1 failed'],
    ['a process that dies', `it('dies', () => process.kill(process.pid, 'SIGKILL'));`, '0 passed, 1 failed'],
    ['a file without tests', '', '0 passed, 1 failed'],
  ])('with %s ends with code 1', { timeout: 30_000 }, async (_, code, lastLine) => {
    expect(await runFiles({ a: code })).toEqual({ code: 1, lastLine });
  });

  it('that finds no file is a failure', { timeout: 30_000 }, async () => {
    expect(await runFiles({ a: passing }, ['no-such-file'])).toEqual({ code: 1, lastLine: '0 passed, 1 failed' });
  });

  it("passes the caller's arguments to vitest", { timeout: 30_000 }, async () => {
    const files = { a: passing, b: `it('is wrong', () => expect(1).toBe(2));` };
    expect(await runFiles(files, ['a.check', '--reporter=dot'])).toEqual({ code: 0, lastLine: '1 passed, 0 failed' });
  });
});
