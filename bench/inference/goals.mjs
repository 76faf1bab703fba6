// The goals of the inference benchmark. Each compares a limit with medians of this run.
import { goalRow } from '../report/rows.mjs';
import { advantage, coldStart, eventLoopGap, giantSlowdown, OURS, rate, streamMemory } from './medians.mjs';

/**
 * @typedef {import('./run-inference.mjs').Measurements} Measurements
 *
 * @typedef {object} Goal
 * @property {string} id
 * @property {string} description
 * @property {string} unit
 * @property {'>=' | '<='} relation
 * @property {number} limit
 * @property {(measurements: Measurements) => number} measure
 */

const PEERS = [
  { id: 'fastembed-python', name: 'FastEmbed', mixed: 3.5, short: 1.4 },
  { id: 'transformers-js', name: 'transformers.js', mixed: 3.5, short: 1.3 },
  { id: 'fastembed-js', name: 'fastembed-js', mixed: 10, short: 10 },
  { id: 'sentence-transformers', name: 'sentence-transformers', mixed: 1.1, short: 1.4 },
];

/** @type {readonly Goal[]} */
const THROUGHPUT = /** @type {const} */ (['mixed', 'short']).flatMap((workload) =>
  PEERS.map(({ id, name, [workload]: limit }) => ({
    id: `goal/${workload}/${id}`,
    description: `throughput, ${workload === 'mixed' ? 'mixed lengths' : 'short texts'}, against ${name}`,
    unit: 'x',
    relation: '>=',
    limit,
    measure: (measurements) => advantage(measurements, workload, id),
  })),
);

/** @type {readonly Goal[]} */
const GOALS = [
  ...THROUGHPUT,
  {
    id: 'goal/mixed/raw-floor',
    description: 'share of the raw floor, mixed lengths, tokenizing included',
    unit: '%',
    relation: '>=',
    limit: 90,
    measure: (measurements) => 100 * advantage(measurements, 'mixed', 'raw-floor'),
  },
  {
    id: 'goal/event-loop/p99',
    description: 'event-loop gap while embedding 1,000 documents, p99',
    unit: 'ms',
    relation: '<=',
    limit: 20,
    measure: (measurements) => eventLoopGap(measurements, 'gapP99Ms'),
  },
  {
    id: 'goal/event-loop/longest',
    description: 'event-loop gap while embedding 1,000 documents, longest',
    unit: 'ms',
    relation: '<=',
    limit: 50,
    measure: (measurements) => eventLoopGap(measurements, 'gapMaxMs'),
  },
  {
    id: 'goal/stream/peak',
    description: 'peak memory of the document stream, above the loaded model',
    unit: 'MB',
    relation: '<=',
    limit: 150,
    measure: (measurements) => streamMemory(measurements, OURS),
  },
  {
    id: 'goal/stream/growth',
    description: 'that memory is flat: growth from the second to the last quarter of the stream',
    unit: 'MB',
    relation: '<=',
    limit: 15,
    measure: ({ streams }) => streams.get(OURS)?.[0]?.growthMB ?? Number.NaN,
  },
  {
    id: 'goal/stream/fastembed-python',
    description: "peak memory above the loaded model, as a share of FastEmbed's",
    unit: 'x',
    relation: '<=',
    limit: 0.125,
    measure: (measurements) => streamMemory(measurements, OURS) / streamMemory(measurements, 'fastembed-python'),
  },
  {
    id: 'goal/giant',
    description: 'one giant among small texts: slowdown of the small ones',
    unit: 'x',
    relation: '<=',
    limit: 1.3,
    measure: giantSlowdown,
  },
  {
    id: 'goal/cold-start',
    description: "start of the process to its first vector, as a share of FastEmbed's",
    unit: 'x',
    relation: '<=',
    limit: 0.5,
    measure: (measurements) => coldStart(measurements, OURS) / coldStart(measurements, 'fastembed-python'),
  },
  {
    id: 'goal/concurrent',
    description: '200 concurrent single queries, against awaiting them one by one',
    unit: 'x',
    relation: '>=',
    limit: 1.5,
    measure: (measurements) => rate(measurements, 'concurrent', OURS) / rate(measurements, 'one-by-one', OURS),
  },
  {
    id: 'goal/rerank-mixed/fastembed-python',
    description: "pairs per second, rerank 1 x 100 mixed, against FastEmbed's TextCrossEncoder",
    unit: 'x',
    relation: '>=',
    limit: 1.5,
    measure: (measurements) => advantage(measurements, 'rerank-mixed', 'fastembed-python'),
  },
];

/**
 * @param {Measurements} measurements
 * @returns {import('../report/rows.mjs').Row[]}
 */
export function goalRows(measurements) {
  return GOALS.map(({ measure, ...goal }) => goalRow({ ...goal, value: measure(measurements) }));
}
