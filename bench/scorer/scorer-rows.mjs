// Report rows of a scorer that scores texts one after another and, as Mastra calls it, many at once.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { measuredRow } from '../report/rows.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const COUNT = 30;

const WORKLOADS = [
  { id: 'short', title: `${COUNT} texts of 16 tokens`, tokens: 16 },
  { id: 'passages', title: `${COUNT} passages of 150 tokens`, tokens: 150 },
];

/**
 * Runs `score-in-turn.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full', threads: number }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureScorer({ mode, threads }) {
  const model = here('../../models/bge-small-reranker-en');
  const options = { workloads: WORKLOADS, rounds: mode === 'quick' ? 5 : 21, model, threads, count: COUNT };
  const { code, stdout, output } = await runNode(here('score-in-turn.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`score-in-turn.mjs exited with code ${code}:\n${output}`);
  /** @type {Record<string, import('./score-in-turn.mjs').Measured>} */
  const measured = JSON.parse(stdout);
  return WORKLOADS.flatMap(({ id, title }) => {
    const { inTurn = [], atATime = [], factors = [] } = measured[id] ?? {};
    const row = (
      /** @type {string} */ name,
      /** @type {string} */ text,
      /** @type {string} */ unit,
      /** @type {readonly number[]} */ values,
    ) => measuredRow({ id: `scorer-${id}/${name}`, description: `${title}; ${text}`, unit, values });
    return [
      row('in-turn', 'one after another', 'texts/s', inTurn),
      row('at-a-time', 'all at once', 'texts/s', atATime),
      row('factor', 'rate all at once, divided by the rate one after another, per round', 'x', factors),
    ];
  });
}
