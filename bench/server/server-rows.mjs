// Report rows of the server: goals first. Other ids are `workload-connections/contestant/measure`, or without `/measure` for the rate.
import { goalRow, measuredRow } from '../report/rows.mjs';
import { median } from '../statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { growthOf } from './measure-memory.mjs';
import { CONNECTIONS, WORKLOADS } from './workloads.mjs';

/**
 * @typedef {import('./run-server.mjs').ServerMeasurements} ServerMeasurements
 * @typedef {import('./run-server.mjs').Result} Result
 * @typedef {import('../report/rows.mjs').Row} Row
 */

const FLOORS = [
  { id: 'floor', name: 'engine alone' },
  { id: 'charged-floor', name: 'engine beside an equal load' },
];

/** @type {readonly { id: string, name: string, unit: string, of: (result: Result) => number | undefined }[]} */
const MEASURES = [
  { id: 'p50', name: 'latency, p50', unit: 'ms', of: ({ p50 }) => p50 },
  { id: 'p99', name: 'latency, p99', unit: 'ms', of: ({ p99 }) => p99 },
  { id: 'processor', name: 'processor time per request', unit: 'ms', of: ({ processorMs }) => processorMs },
  {
    id: 'generator',
    name: 'load generator, share of one processor',
    unit: '%',
    of: ({ processorShare }) => processorShare && processorShare * 100,
  },
  {
    id: 'others',
    name: 'share of the processors used by other programs',
    unit: '%',
    of: ({ othersPercent }) => othersPercent,
  },
];

/**
 * @param {ServerMeasurements} measurements
 * @returns {Row[]}
 */
export function serverRows(measurements) {
  const measured = WORKLOADS.flatMap((workload) =>
    CONNECTIONS.flatMap((connections) => stageRows(measurements, workload, connections)),
  );
  return [...goalRows(measurements), ...measured, ...memoryRows(measurements)];
}

/** @param {ServerMeasurements} measurements @returns {Row[]} */
function goalRows({ results, memory, cosines }) {
  const shares = WORKLOADS.map(({ id, title }) => {
    const stage = results.get(`${id}-16`);
    const rate = (/** @type {string} */ contestant) => median((stage?.get(contestant) ?? []).map(rateOf));
    const value = (100 * rate('this-project')) / rate('charged-floor');
    const description = `share of the engine's rate beside an equal load, 16 connections: ${title}`;
    return goalRow({ id: `goal/${id}`, description, unit: '%', value, relation: '>=', limit: 85 });
  });
  const others = CONTESTANTS.filter(({ id }) => id !== 'this-project');
  const same = others.map(({ id, name }) => {
    const description = `same answers: lowest cosine between the vectors of ${name} and those of this project`;
    return goalRow({
      id: `goal/same/${id}`,
      description,
      unit: '',
      value: cosines.get(id) ?? Number.NaN,
      relation: '>=',
      limit: 0.999,
    });
  });
  if (memory === undefined) return [...shares, ...same];
  const growth = (/** @type {'heapMB' | 'residentMB'} */ which) =>
    growthOf(memory.map(({ requests, [which]: value = Number.NaN }) => ({ requests, value })));
  const what = 'growth per 10,000 requests, over the second half of the requests';
  return [
    ...shares,
    ...same,
    goalRow({
      id: 'goal/heap',
      description: `heap: ${what}`,
      unit: 'MB',
      value: growth('heapMB'),
      relation: '<=',
      limit: 0.5,
    }),
    goalRow({
      id: 'goal/resident',
      description: `resident memory: ${what}`,
      unit: 'MB',
      value: growth('residentMB'),
      relation: '<=',
      limit: 5,
    }),
  ];
}

/**
 * @param {ServerMeasurements} measurements
 * @param {import('./workloads.mjs').Workload} workload
 * @param {number} connections
 * @returns {Row[]}
 */
function stageRows({ results, absent }, workload, connections) {
  const stage = `${workload.id}-${connections}`;
  const contestants = [...CONTESTANTS.filter(({ path }) => path(workload.id) !== undefined), ...FLOORS];
  return contestants.flatMap(({ id, name }) => {
    const rounds = results.get(stage)?.get(id) ?? [];
    const description = `${workload.title}; ${connections} at a time; ${name}`;
    const rowId = `${stage}/${id}`;
    const missing = `not measured: ${absent.get(id) ?? 'it did not take part'}`;
    return [
      measuredRow({ id: rowId, description, unit: 'requests/s', values: rounds.map(rateOf), missing }),
      ...MEASURES.flatMap(({ id: measure, name: measureName, unit, of }) => {
        const values = rounds.map(of).filter((value) => value !== undefined);
        if (values.length === 0) return [];
        return [
          measuredRow({ id: `${rowId}/${measure}`, description: `${description}: ${measureName}`, unit, values }),
        ];
      }),
    ];
  });
}

/** @param {ServerMeasurements} measurements @returns {Row[]} */
function memoryRows({ memory = [] }) {
  return memory.flatMap(({ requests, heapMB, residentMB }) => {
    const description = `memory of the server: heap and resident set; after ${requests.toLocaleString('en-US')} requests`;
    const id = `memory/${requests}`;
    const resident =
      residentMB === undefined
        ? []
        : [
            measuredRow({
              id: `${id}/resident`,
              description: `${description}: resident`,
              unit: 'MB',
              values: [residentMB],
            }),
          ];
    return [measuredRow({ id, description, unit: 'MB', values: [heapMB] }), ...resident];
  });
}

/** @param {Result} result */
function rateOf({ items, seconds }) {
  return items / seconds;
}
