// Report rows of int8 weights: rates, start-up times, and goals that compare their medians.
import { goalRow, measuredRow } from '../report/rows.mjs';
import { median } from '../statistics.mjs';
import { INT8_CONTESTANTS } from './int8-contestants.mjs';
import { INT8_WORKLOADS } from './int8-workloads.mjs';

/**
 * @typedef {import('../report/rows.mjs').Row} Row
 * @typedef {import('./run-int8.mjs').Int8Measurements} Int8Measurements
 */

/** The required factor between the rate of int8 and the rate of another contestant, by workload. */
const FACTORS = /** @type {const} */ ([
  ['short', 'this-project', 1.6],
  ['mixed', 'this-project', 1.6],
  ['long', 'this-project', 1.5],
  ['rerank-passages', 'this-project', 1.8],
  ['short', 'fastembed-python', 1.4],
  ['short', 'sentence-transformers', 1.4],
  ['mixed', 'fastembed-python', 6],
  ['mixed', 'fastembed-int8', 3.5],
]);

/** Texts of the workloads that have goals. */
const TEXTS = {
  short: 'short texts',
  mixed: 'mixed lengths',
  long: 'long texts',
  'rerank-passages': 'reranking passages',
};

const OURS = 'this-project-int8';

/**
 * @param {Int8Measurements} measurements
 * @returns {Row[]}
 */
export function int8Rows(measurements) {
  const { workloads, coldStarts, absent } = measurements;
  const ratesOf = (/** @type {string} */ workload, /** @type {string} */ contestant) =>
    (workloads.get(workload)?.get(contestant) ?? []).map(({ items, seconds }) => items / seconds);
  const goals = FACTORS.map(([workload, against, limit]) =>
    goalRow({
      id: `goal/int8/${workload}/${against}`,
      description: `throughput with int8 weights, ${TEXTS[workload]}, against ${nameOf(against)}`,
      unit: 'x',
      value: median(ratesOf(workload, OURS)) / median(ratesOf(workload, against)),
      relation: '>=',
      limit,
    }),
  );
  const start = goalRow({
    id: 'goal/int8/cold-start',
    description: "time from process start to first vector with int8 weights, as a share of FastEmbed's",
    unit: 'x',
    value: median(coldStarts.get(OURS) ?? []) / median(coldStarts.get('fastembed-python') ?? []),
    relation: '<=',
    limit: 0.5,
  });
  const rates = INT8_WORKLOADS.flatMap(({ id, title, task }) =>
    INT8_CONTESTANTS.filter(({ reranks }) => task !== 'rerank' || reranks).map((contestant) =>
      measuredRow({
        id: `int8-${id}/${contestant.id}`,
        description: `${title}; ${contestant.name}`,
        unit: task === 'rerank' ? 'pairs/s' : 'texts/s',
        values: ratesOf(id, contestant.id),
        missing: `not measured: ${absent.get(contestant.id) ?? 'it failed'}`,
      }),
    ),
  );
  const starts = INT8_CONTESTANTS.map((contestant) =>
    measuredRow({
      id: `int8-cold-start/${contestant.id}`,
      description: `time from process start to first vector; ${contestant.name}`,
      unit: 'ms',
      values: coldStarts.get(contestant.id) ?? [],
    }),
  );
  return [...goals, start, ...rates, ...starts];
}

/** @param {string} id */
function nameOf(id) {
  return INT8_CONTESTANTS.find((one) => one.id === id)?.name ?? id;
}
