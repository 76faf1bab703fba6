// Runs vitest once over every package and prints a summary line.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../set-up/run.mjs';
import { formatTally, tallyTests } from './tally.mjs';

/**
 * Runs vitest in a folder and prints the tally as the last line of stdout.
 *
 * @param {object} options
 * @param {string} options.cwd folder with the vitest configuration
 * @param {string} options.vitest path of vitest's own start file
 * @param {readonly string[]} options.args passed to vitest: file filters and flags
 * @returns {Promise<import('../set-up/run.mjs').RunResult>} result of vitest, with exit code 1 when anything failed
 */
export async function runTests({ cwd, vitest, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'x-test-'));
  const reportFile = join(folder, 'report.json');
  // A reporter from the caller replaces the default one. The report for the tally is always written.
  const reporters = args.some((argument) => argument.startsWith('--reporter')) ? [] : ['--reporter=default'];
  const flags = [...reporters, '--reporter=json', `--outputFile.json=${reportFile}`];
  try {
    const result = await runNode(vitest, ['run', ...flags, ...args], { cwd });
    const tally = tallyTests(readReport(reportFile), result.code);
    process.stdout.write(`${formatTally(tally)}\n`);
    return tally.failed > 0 && result.code === 0 ? { ...result, code: 1 } : result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
