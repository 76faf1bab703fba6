// The goals of the search engine. Each compares a limit with a statistic of this run.
import { goalRow } from '../report/rows.mjs';
import { median, quantile } from '../statistics.mjs';

/**
 * @typedef {import('./run-search.mjs').SearchMeasurements} SearchMeasurements
 *
 * @typedef {object} Goal
 * @property {string} id
 * @property {string} description
 * @property {string} unit
 * @property {'>=' | '<='} relation
 * @property {number} limit
 * @property {(measurements: SearchMeasurements) => number} measure
 */

const OURS = 'this-project';
const PYTHON = 'qdrant-client-local';

/** @type {readonly Goal[]} */
const GOALS = [
  {
    id: 'goal/search-20k',
    description: "queries per second, 20,000 points, against qdrant-client's local mode",
    unit: 'x',
    relation: '>=',
    limit: 15,
    measure: (measurements) => advantage(measurements, 'search-20k', PYTHON),
  },
  {
    id: 'goal/filter-20k',
    description:
      "queries per second, 20,000 points, an indexed filter that matches 10 %, against qdrant-client's local mode",
    unit: 'x',
    relation: '>=',
    limit: 100,
    measure: (measurements) => advantage(measurements, 'filter-20k', PYTHON),
  },
  {
    id: 'goal/search-100k/usearch',
    description: 'queries per second, 100,000 points, against usearch, exact',
    unit: 'x',
    relation: '>=',
    limit: 0.9,
    measure: (measurements) => advantage(measurements, 'search-100k', 'usearch'),
  },
  {
    id: 'goal/search-100k/memory-floor',
    description: 'share of the memory-bandwidth floor at 100,000 points',
    unit: '%',
    relation: '>=',
    limit: 50,
    measure: (measurements) => 100 * advantage(measurements, 'search-100k', 'memory-floor'),
  },
  {
    id: 'goal/upload-memory',
    description: "points uploaded per second into memory, against qdrant-client's local mode",
    unit: 'x',
    relation: '>=',
    limit: 5,
    measure: (measurements) => advantage(measurements, 'upload-memory', PYTHON),
  },
  {
    id: 'goal/upload-disk',
    description: "points uploaded per second to disk, against qdrant-client's local mode",
    unit: 'x',
    relation: '>=',
    limit: 20,
    measure: (measurements) => advantage(measurements, 'upload-disk', PYTHON),
  },
  {
    id: 'goal/open',
    description: 'opening a database of 100,000 points of 384 dimensions',
    unit: 's',
    relation: '<=',
    limit: 1.5,
    measure: ({ open }) => open?.seconds ?? Number.NaN,
  },
  {
    id: 'goal/memory',
    description: 'resident memory of 100,000 points with a small payload, as a multiple of their raw vectors',
    unit: 'x',
    relation: '<=',
    limit: 1.6,
    measure: ({ memory }) => memory?.ratio ?? Number.NaN,
  },
  {
    id: 'goal/beside-writer',
    description: 'p99 of queries over 100,000 points during uploads, against the p99 without uploads',
    unit: 'x',
    relation: '<=',
    limit: 3,
    measure: ({ responsiveness }) =>
      responsiveness === undefined
        ? Number.NaN
        : quantile(responsiveness.besideWriter, 0.99) / quantile(responsiveness.idle, 0.99),
  },
  {
    id: 'goal/event-loop-gap',
    description: 'longest event-loop gap while searching 100,000 points',
    unit: 'ms',
    relation: '<=',
    limit: 30,
    measure: ({ responsiveness }) => responsiveness?.longestGapMs ?? Number.NaN,
  },
];

/**
 * @param {SearchMeasurements} measurements
 * @returns {import('../report/rows.mjs').Row[]}
 */
export function searchGoalRows(measurements) {
  return GOALS.map(({ measure, ...goal }) => goalRow({ ...goal, value: measure(measurements) }));
}

/**
 * Returns the median rate of this project divided by the median rate of a contestant.
 *
 * @param {SearchMeasurements} measurements
 * @param {string} workload
 * @param {string} contestant
 */
function advantage({ workloads }, workload, contestant) {
  /** @param {string} id */
  const rate = (id) => median((workloads.get(workload)?.get(id) ?? []).map(({ items, seconds }) => items / seconds));
  return rate(OURS) / rate(contestant);
}
