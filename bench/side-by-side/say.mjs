/**
 * Writes a line of progress, with the seconds since the benchmark began.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`bench: ${Math.round(performance.now() / 1000)} s: ${line}\n`);
}
