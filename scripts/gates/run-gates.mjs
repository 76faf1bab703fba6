// Runs the gates one after the other, all of them even when one fails, and ends with a table.

/**
 * @typedef {object} GateResult
 * @property {readonly string[]} problems one per defect, each naming the file and the remedy; empty when all is well
 * @property {string} [note] what was checked, for the table: `31 fences, 2 marked no-check`
 *
 * @typedef {{ name: string, check: () => Promise<GateResult> }} Gate
 * @typedef {GateResult & { name: string, seconds: number }} TimedResult
 */

/**
 * @param {readonly Gate[]} gates
 * @param {(text: string) => void} [write] where problems go as soon as they are known
 * @returns {Promise<TimedResult[]>}
 */
export async function runGates(gates, write = (text) => void process.stdout.write(text)) {
  /** @type {TimedResult[]} */
  const results = [];
  for (const { name, check } of gates) {
    const start = performance.now();
    const result = await check().catch((error) => ({ problems: [`The gate itself broke: ${error?.stack ?? error}`] }));
    if (result.problems.length > 0) write(`\n${name}\n${result.problems.map(indent).join('\n')}\n`);
    results.push({ ...result, name, seconds: (performance.now() - start) / 1000 });
  }
  return results;
}

/**
 * The table at the end: gate, seconds, result.
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
