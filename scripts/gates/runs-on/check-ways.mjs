// Every bundler and runtime that the documentation names builds and runs the program.
import { tryWays } from './try-ways.mjs';
import { ways } from './ways.mjs';

/** @returns {Promise<import('../run-gates.mjs').GateResult>} */
export async function checkWays() {
  const outcomes = await tryWays(ways);
  const problems = outcomes.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`]));
  return { problems, note: outcomes.map(({ name }) => name).join(', ') };
}
