// Makes one row per workload, contestant and measure. The id is `workload/contestant/measure`, or `workload/contestant` for the rate.
import { measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { countFor } from './text-counts.mjs';
import { STREAM, WORKLOADS } from './workloads.mjs';

/**
 * @typedef {import('../report/rows.mjs').Row} Row
 * @typedef {import('./run-inference.mjs').Measurements} Measurements
 * @typedef {import('../side-by-side/contestant-process.mjs').Answer} Answer
 * @typedef {import('./measure-stream.mjs').StreamResult} StreamResult
 * @typedef {import('./contestants.mjs').Contestant} Contestant
 */

/**
 * @template Result
 * @typedef {{ id: string, name: string, unit: string, of: (result: Result) => number | undefined }} Measure
 */

/** @type {readonly Measure<Answer>[]} */
const WORKLOAD_MEASURES = [
  ...[50, 95, 99].map((percent) => ({
    id: `p${percent}`,
    name: `latency, p${percent}`,
    unit: 'ms',
    of: (/** @type {Answer} */ { latenciesMs }) => latenciesMs && quantile(latenciesMs, percent / 100),
  })),
  { id: 'gap-p99', name: 'p99 of the event-loop gaps', unit: 'ms', of: ({ gapP99Ms }) => gapP99Ms },
  { id: 'gap-longest', name: 'longest event-loop gap', unit: 'ms', of: ({ gapMaxMs }) => gapMaxMs },
  { id: 'peak', name: 'peak resident memory', unit: 'MB', of: ({ peakMB }) => peakMB },
  {
    id: 'others',
    name: 'share of the processors used by other programs',
    unit: '%',
    of: ({ othersPercent }) => othersPercent,
  },
];

/** @type {readonly Measure<StreamResult>[]} */
const STREAM_MEASURES = [
  { id: 'loaded', name: 'resident memory before the stream', unit: 'MB', of: ({ loadedMB }) => loadedMB },
  { id: 'peak', name: 'peak resident memory', unit: 'MB', of: ({ peakMB }) => peakMB },
  { id: 'growth', name: 'growth from the second to the last quarter', unit: 'MB', of: ({ growthMB }) => growthMB },
];

/**
 * @param {Measurements} measurements
 * @returns {Row[]}
 */
export function measuredRows(measurements) {
  const { workloads, streams, coldStarts, mode } = measurements;
  const workloadRows = WORKLOADS.flatMap((workload) => {
    const { id, title, items, takes } = workload;
    return CONTESTANTS.filter(takes).flatMap((contestant) => {
      const count = countFor(workload[mode], contestant);
      const description = `${title}; ${contestant.name}${count === 1 ? '' : `, ${count} ${items}`}`;
      const results = workloads.get(id)?.get(contestant.id) ?? [];
      const rate = { name: '', unit: `${items}/s`, of: (/** @type {Answer} */ one) => one.items / one.seconds };
      return resultRows({ measurements, contestant, id, description, results, rate, measures: WORKLOAD_MEASURES });
    });
  });
  const streamRows = CONTESTANTS.filter(({ id }) => id !== 'raw-floor').flatMap((contestant) => {
    const description = `${STREAM.title}; ${contestant.name}, ${countFor(STREAM[mode], contestant)} texts`;
    const results = streams.get(contestant.id) ?? [];
    const rate = { name: '', unit: 'texts/s', of: (/** @type {StreamResult} */ one) => one.textsPerSecond };
    return resultRows({
      measurements,
      contestant,
      id: 'stream',
      description,
      results,
      rate,
      measures: STREAM_MEASURES,
    });
  });
  const startRows = CONTESTANTS.flatMap((contestant) => {
    const description = `time from process start to first vector; ${contestant.name}`;
    const rate = { name: '', unit: 'ms', of: (/** @type {number} */ milliseconds) => milliseconds };
    const results = coldStarts.get(contestant.id) ?? [];
    return resultRows({ measurements, contestant, id: 'cold-start', description, results, rate, measures: [] });
  });
  return [...workloadRows, ...streamRows, ...startRows, ...cosineRows(measurements)];
}

/**
 * Returns the rows of one contestant in one workload.
 *
 * @template Result
 * @param {object} options
 * @param {Measurements} options.measurements
 * @param {Contestant} options.contestant
 * @param {string} options.id id of the workload
 * @param {string} options.description
 * @param {readonly Result[]} options.results
 * @param {Omit<Measure<Result>, 'id'>} options.rate always gets a row
 * @param {readonly Measure<Result>[]} options.measures get a row when they have a value
 * @returns {Row[]}
 */
function resultRows({ measurements, contestant, id, description, results, rate, measures }) {
  const rowId = `${id}/${contestant.id}`;
  const missing = whyMissing(measurements, contestant, id);
  const others = measures.map((measure) => ({ ...measure, values: valuesOf(results, measure) }));
  return [
    measuredRow({ id: rowId, description, unit: rate.unit, values: valuesOf(results, rate), missing }),
    ...others
      .filter(({ values }) => values.length > 0)
      .map(({ id: measureId, name, unit, values }) =>
        measuredRow({ id: `${rowId}/${measureId}`, description: `${description}: ${name}`, unit, values }),
      ),
  ];
}

/**
 * @template Result
 * @param {readonly Result[]} results
 * @param {Pick<Measure<Result>, 'of'>} measure
 */
function valuesOf(results, { of }) {
  return results.map(of).filter((value) => value !== undefined);
}

/** @param {Measurements} measurements @param {Contestant} contestant @param {string} workload */
function whyMissing({ absent, participants }, { id }, workload) {
  const failure = participants.find(({ contestant }) => contestant.id === id)?.failures.get(workload);
  return `not measured: ${absent.get(id) ?? failure ?? 'it did not take part'}`;
}

/** @param {Measurements} measurements @returns {Row[]} */
function cosineRows({ cosines }) {
  return CONTESTANTS.flatMap(({ id, name, minCosine }) => {
    const { lowest, against } = cosines.get(id) ?? {};
    if (lowest === undefined) return [];
    const description = `same answers: lowest cosine between the vectors of ${name} and those of ${against}`;
    return [
      { id: `cosine/${id}`, description, value: lowest, unit: '', goal: `>= ${minCosine}`, holds: lowest >= minCosine },
    ];
  });
}
