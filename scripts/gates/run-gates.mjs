// Runs all gates, even when one fails, and formats the results as a table.

/**
 * @typedef {object} GateResult
 * @property {readonly string[]} problems one per defect, each with the file and the remedy; empty when the gate passes
 * @property {string} [note] what was checked, for the table, such as `31 fences, 2 marked no-check`
 *
 * @typedef {{ name: string, check: () => Promise<GateResult> }} Gate
 * @typedef {GateResult & { name: string, seconds: number }} TimedResult
 */

/**
 * Starts the gates in order, and runs a few at the same time. A gate that throws counts as failed.
 *
 * @param {readonly Gate[]} gates
 * @param {object} [options]
 * @param {(text: string) => void} [options.write] receives the problems of each gate when it ends; the default writes to stdout
 * @param {number} [options.concurrency] how many gates run at the same time; most spend half of their time on one processor
 * @returns {Promise<TimedResult[]>} in the order of the gates
 */
export async function runGates(gates, { write = (text) => void process.stdout.write(text), concurrency = 2 } = {}) {
  /** @type {TimedResult[]} */
  const results = [];
  const remaining = gates.entries();
  const run = async () => {
    for (const [index, gate] of remaining) results[index] = await runGate(gate, write);
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  return results;
}

/**
 * @param {Gate} gate
 * @param {(text: string) => void} write
 * @returns {Promise<TimedResult>}
 */
async function runGate({ name, check }, write) {
  const start = performance.now();
  const result = await check().catch((error) => ({
    problems: [`The gate threw an error: ${error?.stack ?? error}`],
  }));
  if (result.problems.length > 0) write(`\n${name}\n${result.problems.map(indent).join('\n')}\n`);
  return { ...result, name, seconds: (performance.now() - start) / 1000 };
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
