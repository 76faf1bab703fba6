// Makes one row per workload, contestant and measure. The id is `workload/contestant/measure`, or `workload/contestant` for the rate.
import { measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { WORKLOADS } from './workloads.mjs';

/**
 * @typedef {import('../report/rows.mjs').Row} Row
 * @typedef {import('./run-search.mjs').SearchMeasurements} SearchMeasurements
 * @typedef {import('./run-search.mjs').Answer} Answer
 *
 * @typedef {{ id: string, name: string, unit: string, of: (answer: Answer) => number | undefined }} Measure
 */

/** @type {readonly Measure[]} */
const MEASURES = [
  ...[50, 99].map((percent) => ({
    id: `p${percent}`,
    name: `latency, p${percent}`,
    unit: 'ms',
    of: (/** @type {Answer} */ { latenciesMs }) => latenciesMs && quantile(latenciesMs, percent / 100),
  })),
  { id: 'peak', name: 'peak resident memory', unit: 'MB', of: ({ peakMB }) => peakMB },
  {
    id: 'others',
    name: 'share of the processors used by other programs',
    unit: '%',
    of: ({ othersPercent }) => othersPercent,
  },
];

/**
 * @param {SearchMeasurements} measurements
 * @returns {Row[]}
 */
export function searchRows(measurements) {
  return [...workloadRows(measurements), ...aloneRows(measurements), ...growthRows(measurements)];
}

/** @param {SearchMeasurements} measurements @returns {Row[]} */
function workloadRows({ workloads, absent, participants, mode }) {
  return WORKLOADS.flatMap(({ id, title, items, counts }) =>
    CONTESTANTS.filter((contestant) => counts[mode][contestant.id] !== undefined).flatMap((contestant) => {
      const answers = workloads.get(id)?.get(contestant.id) ?? [];
      const failure = participants.find((one) => one.contestant.id === contestant.id)?.failures.get(id);
      const missing = `not measured: ${absent.get(contestant.id) ?? failure ?? 'it did not take part'}`;
      const description = `${title}; ${contestant.name}, ${counts[mode][contestant.id]} ${items}`;
      const rates = answers.map((answer) => answer.items / answer.seconds);
      const rowId = `${id}/${contestant.id}`;
      return [
        measuredRow({ id: rowId, description, unit: `${items}/s`, values: rates, missing }),
        ...MEASURES.flatMap(({ id: measure, name, unit, of }) => {
          const values = answers.map(of).filter((value) => value !== undefined);
          if (values.length === 0) return [];
          return [measuredRow({ id: `${rowId}/${measure}`, description: `${description}: ${name}`, unit, values })];
        }),
      ];
    }),
  );
}

/** @param {SearchMeasurements} measurements @returns {Row[]} */
function aloneRows({ open, memory, responsiveness }) {
  const points = '100,000 points of 384 dimensions';
  return [
    aloneRow('open-100k/this-project', `opening a database on disk; ${points}`, 's', open?.seconds),
    aloneRow(
      'memory-100k/this-project',
      `resident memory per point, including its vector of 1,536 bytes and a small payload; ${points}`,
      'bytes',
      memory?.bytesPerPoint,
    ),
    aloneRow(
      'waiting-100k/idle',
      `${points}, waiting times; query, p99`,
      'ms',
      responsiveness && quantile(responsiveness.idle, 0.99),
    ),
    aloneRow(
      'waiting-100k/writer',
      `${points}, waiting times; query during uploads, p99`,
      'ms',
      responsiveness && quantile(responsiveness.besideWriter, 0.99),
    ),
    aloneRow(
      'waiting-100k/gap',
      `${points}, waiting times; longest event-loop gap during queries`,
      'ms',
      responsiveness?.longestGapMs,
    ),
  ];
}

/**
 * @param {string} id
 * @param {string} description
 * @param {string} unit
 * @param {number | undefined} value
 */
function aloneRow(id, description, unit, value) {
  return measuredRow({ id, description, unit, values: value === undefined ? [] : [value] });
}

/** @param {SearchMeasurements} measurements @returns {Row[]} */
function growthRows({ growth }) {
  if (growth === undefined) return [];
  return [
    ...rows('by-points', 'time of a query by number of points, 384 dimensions', growth.byPoints, (x) => `${x} points`),
    ...rows(
      'by-dimension',
      'time of a query by number of dimensions, 20,000 points',
      growth.byDimension,
      (x) => `${x} dimensions`,
    ),
    ...rows('with-index', 'time of a query with an indexed range filter, 20,000 points', growth.withIndex, passing),
    ...rows(
      'without-index',
      'time of a query with a range filter without an index, 20,000 points',
      growth.withoutIndex,
      passing,
    ),
  ];
}

/**
 * @param {string} id
 * @param {string} title
 * @param {readonly (readonly [x: number, milliseconds: number])[]} pairs
 * @param {(x: number) => string} name
 * @returns {Row[]}
 */
function rows(id, title, pairs, name) {
  return pairs.map(([x, milliseconds]) =>
    measuredRow({ id: `${id}/${x}`, description: `${title}; ${name(x)}`, unit: 'ms', values: [milliseconds] }),
  );
}

/** @param {number} share */
function passing(share) {
  return `${share * 100} % match`;
}
