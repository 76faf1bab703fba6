// Runs all gates one after the other, even when one fails, and formats the results as a table.

/**
 * @typedef {object} GateResult
 * @property {readonly string[]} problems one per defect, each with the file and the remedy; empty when the gate passes
 * @property {string} [note] what was checked, for the table, such as `31 fences, 2 marked no-check`
 *
 * @typedef {{ name: string, check: () => Promise<GateResult> }} Gate
 * @typedef {GateResult & { name: string, seconds: number }} TimedResult
 */

/**
 * Runs the gates. A gate that throws counts as failed.
 *
 * @param {readonly Gate[]} gates
 * @param {(text: string) => void} [write] receives the problems of each gate when it ends; the default writes to stdout
 * @returns {Promise<TimedResult[]>}
 */
export async function runGates(gates, write = (text) => void process.stdout.write(text)) {
  /** @type {TimedResult[]} */
  const results = [];
  for (const { name, check } of gates) {
    const start = performance.now();
    const result = await check().catch((error) => ({
      problems: [`The gate threw an error: ${error?.stack ?? error}`],
    }));
    if (result.problems.length > 0) write(`\n${name}\n${result.problems.map(indent).join('\n')}\n`);
    results.push({ ...result, name, seconds: (performance.now() - start) / 1000 });
  }
  return results;
}

/**
 * Returns the final table with gate, seconds and result.
 *
 * @param {readonly TimedResult[]} results
 */
export function reportGates(results) {
  const rows = results.map(({ name, seconds, problems, note }) => {
    const verdict = problems.length === 0 ? 'ok' : `FAILED (${problems.length})`;
    return `${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)}  ${verdict}${note === undefined ? '' : `  ${note}`}`;
  });
  return `\n${'gate'.padEnd(12)} ${'seconds'.padStart(7)}  result\n${rows.join('\n')}\n`;
}

/** @param {string} problem */
function indent(problem) {
  return `  ${problem.trim().replaceAll('\n', '\n  ')}`;
}
