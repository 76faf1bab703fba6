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
    description: 'share of the raw floor, mixed lengths, including tokenizing',
    unit: '%',
    relation: '>=',
    limit: 90,
    measure: (measurements) => 100 * advantage(measurements, 'mixed', 'raw-floor'),
  },
  {
    id: 'goal/event-loop/p99',
    description: 'p99 of the event-loop gaps while embedding 1,000 documents',
    unit: 'ms',
    relation: '<=',
    limit: 20,
    measure: (measurements) => eventLoopGap(measurements, 'gapP99Ms'),
  },
  {
    id: 'goal/event-loop/longest',
    description: 'longest event-loop gap while embedding 1,000 documents',
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
    description: 'growth of memory from the second to the last quarter of the stream',
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
    description: 'slowdown of short texts by one long text among them',
    unit: 'x',
    relation: '<=',
    limit: 1.3,
    measure: giantSlowdown,
  },
  {
    id: 'goal/cold-start',
    description: "time from process start to first vector, as a share of FastEmbed's",
    unit: 'x',
    relation: '<=',
    limit: 0.5,
    measure: (measurements) => coldStart(measurements, OURS) / coldStart(measurements, 'fastembed-python'),
  },
  {
    id: 'goal/concurrent',
    description: '200 concurrent single queries, against one query after the other',
    unit: 'x',
    relation: '>=',
    limit: 1.5,
    measure: (measurements) => rate(measurements, 'concurrent', OURS) / rate(measurements, 'one-by-one', OURS),
  },
  {
    id: 'goal/rerank-mixed/fastembed-python',
    description: "pairs per second, reranking 100 documents of mixed lengths, against FastEmbed's TextCrossEncoder",
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
