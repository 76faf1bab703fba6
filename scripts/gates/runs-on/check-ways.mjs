// Checks that every bundler, runtime and framework in the documentation builds and runs the program.
import { tryWays } from './try-ways.mjs';

/** @param {readonly import('./way.mjs').Way[]} ways @returns {Promise<import('../run-gates.mjs').GateResult>} */
export async function checkWays(ways) {
  if (ways.length === 0) return { problems: [], note: 'not tested on this platform' };
  const outcomes = await tryWays(ways);
  const problems = outcomes.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`]));
  return { problems, note: outcomes.map(({ name }) => name).join(', ') };
}
