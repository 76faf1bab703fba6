// Writes progress to stderr: a line when a step begins, one every few seconds, and one when it ends.

const INTERVAL_MS = 5000;

/**
 * @typedef {(step: string, completed: number, total: number) => void} Progress
 *
 * @param {(line: string) => void} write
 * @param {() => number} [now] milliseconds
 * @returns {Progress}
 */
export function createProgress(write, now = () => performance.now()) {
  const start = now();
  let current = '';
  let told = -Infinity;
  return (step, completed, total) => {
    if (step === current && completed < total && now() - told < INTERVAL_MS) return;
    current = step;
    told = now();
    write(`eval: ${((told - start) / 1000).toFixed(0)} s, ${step}: ${completed} of ${total}\n`);
  };
}
