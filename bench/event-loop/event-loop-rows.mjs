// Report rows of the gaps in the event loop while the embedded database and the pipeline work.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { median } from '../statistics.mjs';

/**
 * @typedef {import('../report/rows.mjs').Row} Row
 * @typedef {import('./gaps.mjs').Gaps} Gaps
 */

const SIZES = { count: 100_000, dimension: 384 };
const TITLE = 'calls on 100,000 points of 384 dimensions in memory';

/** The maximum time between two turns of the event loop, in milliseconds. */
const LIMIT = 8;

/**
 * Runs `call-database.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<Row[]>}
 */
export async function measureEventLoop({ mode }) {
  const script = fileURLToPath(new URL('call-database.mjs', import.meta.url));
  const options = { ...SIZES, rounds: mode === 'quick' ? 5 : 15 };
  const { code, stdout, output } = await runNode(script, [JSON.stringify(options)], { capture: true });
  if (code !== 0) throw new Error(`call-database.mjs exited with code ${code}:\n${output}`);
  return eventLoopRows(JSON.parse(stdout));
}

/**
 * Returns a row for each call, and the goal for the call with the longest gap.
 *
 * @param {Readonly<Record<string, readonly Gaps[]>>} measured by the name of the call
 * @returns {Row[]}
 */
export function eventLoopRows(measured) {
  const calls = Object.entries(measured);
  const worst = (/** @type {(gaps: Gaps) => number} */ gapOf) =>
    Math.max(...calls.map(([, rounds]) => median(rounds.map(gapOf))));
  const goal = { unit: 'ms', relation: /** @type {const} */ ('<='), limit: LIMIT };
  return [
    goalRow({
      ...goal,
      id: 'goal/event-loop/own',
      description: 'longest event-loop gap of any call, without garbage collection',
      value: worst(({ longestOwnMs }) => longestOwnMs),
    }),
    goalRow({
      ...goal,
      id: 'goal/event-loop/whole',
      description: 'longest event-loop gap of any call',
      value: worst(({ longestMs }) => longestMs),
    }),
    ...calls.flatMap(([name, rounds]) => {
      const id = `event-loop/${name.replaceAll(/[^a-z0-9]+/gu, '-')}`;
      const row = { description: `${TITLE}; ${name}`, unit: 'ms' };
      return [
        measuredRow({ ...row, id, values: rounds.map(({ ms }) => ms) }),
        measuredRow({ ...row, id: `${id}/gap`, values: rounds.map(({ longestMs }) => longestMs) }),
        measuredRow({ ...row, id: `${id}/own-gap`, values: rounds.map(({ longestOwnMs }) => longestOwnMs) }),
      ];
    }),
  ];
}
