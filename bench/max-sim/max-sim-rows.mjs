// Report rows of reranking by MaxSim: the time of a whole query, and the time of its candidates alone.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { median } from '../statistics.mjs';

/**
 * @typedef {import('../report/rows.mjs').Row} Row
 * @typedef {import('./score-candidates.mjs').CandidateTimes} CandidateTimes
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const CACHE = here('../.cache/max-sim');

const SIZES = { dimension: 384, candidates: 60, documentTokens: 150, queryTokens: 15 };
const TITLE = '60 candidates of 150 token vectors, a query of 15, 384 dimensions';

/** The formats of stored token vectors, with their settings. */
const KINDS = {
  float32: {},
  float16: { datatype: 'float16' },
  int8: { quantization_config: { scalar: { type: 'int8' } } },
  int4: { quantization_config: { turbo: { bits: 'bits4' } } },
  'one bit': { quantization_config: { binary: {} } },
};

/** The maximum time for comparing the candidates, in milliseconds. */
const LIMITS = { int8: 3, 'one bit': 2 };
const READING_LIMIT = 5;

/**
 * Runs `score-candidates.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<Row[]>}
 */
export async function measureMaxSim({ mode }) {
  mkdirSync(CACHE, { recursive: true });
  const options = { ...SIZES, kinds: KINDS, queryCount: mode === 'quick' ? 30 : 100, folder: CACHE };
  const { code, stdout, output } = await runNode(here('score-candidates.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`score-candidates.mjs exited with code ${code}:\n${output}`);
  return maxSimRows(JSON.parse(stdout));
}

/**
 * Returns the rows and the goals. The time of the candidates alone is the increase when a query has twice as many candidates.
 *
 * @param {Readonly<Record<string, CandidateTimes>>} times by format
 * @returns {Row[]}
 */
export function maxSimRows(times) {
  const alone = (/** @type {string} */ kind) => differences(times[kind]?.memoryTwice, times[kind]?.memory);
  const goals = Object.entries(LIMITS).map(([kind, limit]) =>
    goal({ id: kind, description: `comparing 60 candidates stored as ${kind}`, values: alone(kind), limit }),
  );
  const reading = differences(times['int4']?.disk, times['int4']?.memory);
  const description = 'reading 60 candidates stored as int4 from disk, with cached pages';
  return [
    ...goals,
    goal({ id: 'reading', description, values: reading, limit: READING_LIMIT }),
    ...Object.entries(times).flatMap(([kind, { memory, disk }]) => {
      const id = `max-sim/${kind.replace(' ', '-')}`;
      const row = { description: `${TITLE}, time of a query in memory; ${kind}`, unit: 'ms' };
      return [
        measuredRow({ ...row, id, values: memory }),
        measuredRow({ ...row, id: `${id}/on-disk`, values: disk }),
        measuredRow({ ...row, id: `${id}/candidates-alone`, values: alone(kind) }),
      ];
    }),
  ];
}

/** @param {{ id: string, description: string, values: readonly number[], limit: number }} options */
function goal({ id, values, ...options }) {
  return goalRow({ id: `goal/max-sim/${id}`, unit: 'ms', relation: '<=', value: median(values), ...options });
}

/**
 * Subtracts `shorter` from `longer`, value by value.
 *
 * @param {readonly number[]} [longer]
 * @param {readonly number[]} [shorter] as many values as `longer`
 */
function differences(longer = [], shorter = []) {
  return longer.map((value, index) => value - (shorter[index] ?? Number.NaN));
}
