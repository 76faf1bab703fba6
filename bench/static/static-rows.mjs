// Report rows that compare a static model with a transformer.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** The static model gets texts for about a second. The transformer gets fewer, which does not change its rate. */
const WORKLOADS = [
  { id: 'short', title: 'texts of 16 tokens', tokens: 16, count: 20_000, slow: 128 },
  { id: 'passages', title: 'passages of 150 tokens', tokens: 150, count: 4000, slow: 32 },
];

/**
 * Runs `embed-static.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureStatic({ mode }) {
  const models = { static: here('../../models/static-en'), transformer: here('../../models/all-minilm-l6-v2') };
  const options = { workloads: WORKLOADS, rounds: mode === 'quick' ? 5 : 15, models };
  const { code, stdout, output } = await runNode(here('embed-static.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`embed-static.mjs exited with code ${code}:\n${output}`);
  /** @type {{ loadMs: number, measured: Record<string, import('./embed-static.mjs').Measured> }} */
  const { loadMs, measured } = JSON.parse(stdout);
  const rows = WORKLOADS.flatMap(({ id, title, count }) => {
    const { staticRates = [], processorRates = [], transformerRates = [], gapsMs = [] } = measured[id] ?? {};
    const group = `static-${id}`;
    const row = (
      /** @type {string} */ name,
      /** @type {string} */ text,
      /** @type {string} */ unit,
      /** @type {readonly number[]} */ values,
    ) => measuredRow({ id: `${group}/${name}`, description: `${title}; ${text}`, unit, values });
    return [
      row('table', `static-en, ${count} texts`, 'texts/s', staticRates),
      row('table/processor-second', 'static-en, texts per second of processor time', 'texts', processorRates),
      row('table/gap', 'static-en, longest event-loop gap', 'ms', gapsMs),
      row('transformer', 'all-MiniLM-L6-v2', 'texts/s', transformerRates),
    ];
  });
  return [
    goalRow({
      id: 'goal/static/short',
      description: 'short texts per second with the static model, in one process',
      unit: 'texts/s',
      relation: '>=',
      limit: 20_000,
      value: quantile(measured['short']?.staticRates ?? [], 0.5),
    }),
    goalRow({
      id: 'goal/static/gap',
      description: 'longest event-loop gap meanwhile',
      unit: 'ms',
      relation: '<=',
      limit: 8,
      value: quantile(measured['short']?.gapsMs ?? [], 0.5),
    }),
    ...rows,
    measuredRow({
      id: 'static-load/table',
      description: 'time from loading a model to its first vector; static-en',
      unit: 'ms',
      values: [loadMs],
    }),
  ];
}
