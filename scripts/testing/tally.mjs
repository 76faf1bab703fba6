// Summarizes a whole test run in one line, from vitest's JSON report and its exit code.

/**
 * @typedef {{ assertionResults: readonly { status: string }[], status: string }} FileReport
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/**
 * Counts the tests of a run. A file that failed without a failed test (it did not load, or a hook threw) counts as one failure, and so does a
 * test that never ended. A run without failed tests counts as one failure when it failed for another reason: an error outside a test, no
 * tests, no report, or a crash.
 *
 * @param {{ testResults: readonly FileReport[] } | undefined} report `undefined` when vitest wrote none
 * @param {number | null} exitCode
 * @returns {Tally}
 */
export function tallyTests(report, exitCode) {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const failedBefore = tally.failed;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') tally.passed += 1;
      else if (status === 'failed' || status === 'pending') tally.failed += 1;
      else tally.skipped += 1;
    }
    if (file.status === 'failed' && tally.failed === failedBefore) tally.failed += 1;
  }
  const ranNothing = tally.passed + tally.skipped === 0;
  if (tally.failed === 0 && (exitCode !== 0 || ranNothing)) tally.failed = 1;
  return tally;
}

/**
 * Returns the last line of `npm test`.
 *
 * @param {Tally} tally
 * @returns {string}
 * @example
 * formatTally({ passed: 12, failed: 0, skipped: 1 }); // => '12 passed, 0 failed, 1 skipped'
 */
export function formatTally({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
