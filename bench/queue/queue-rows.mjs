// Report rows of indexing over a queue with several processes: rates and overhead.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { engineTitles, installedEngines, startDatabase } from '../../tooling/database-servers/dist/index.js';
import { startStore } from '../../tooling/index-trial/dist/index.js';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';
import { runWorkers } from './run-workers.mjs';

const WORKERS = [1, 2, 4];
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** `documents` is per worker, so that runs with any number of workers take equally long. */
const SIZES = {
  quick: { documents: 3200, empty: 2000, rounds: 1, texts: 128, textRounds: 3 },
  full: { documents: 12_800, empty: 3000, rounds: 3, texts: 512, textRounds: 7 },
};

/**
 * @typedef {(typeof SIZES)['quick']} Sizes
 * @typedef {import('../../tooling/database-servers/dist/index.js').EngineName} EngineName
 * @typedef {Map<number, number[]>} Measured values of the rounds, by the number of workers or the size of units
 */

/**
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureQueue({ mode }) {
  const sizes = SIZES[mode];
  /** @type {import('../report/rows.mjs').Row[]} */
  const rows = [];
  for (const engine of installedEngines()) {
    process.stderr.write(`bench: the queue on ${engineTitles[engine]}\n`);
    const database = await startDatabase(engine);
    try {
      rows.push(...(await queueRows(engine, database, sizes)), ...(await overheadRows(engine, database.url, sizes)));
    } finally {
      await database[Symbol.asyncDispose]();
    }
  }
  return rows;
}

/**
 * @param {EngineName} engine
 * @param {import('../../tooling/database-servers/dist/index.js').TestDatabase} database
 * @param {Sizes} sizes
 */
async function queueRows(engine, database, { documents, empty, rounds }) {
  const store = await startStore();
  const stub = { database, unitSize: UNIT_SIZE, batchMs: 5 };
  const nothing = { database, unitSize: 1, batchMs: 0, store: /** @type {const} */ ('nothing') };
  const memory = /** @type {Measured} */ (new Map());
  const server = /** @type {Measured} */ (new Map());
  const nothingRates = /** @type {Measured} */ (new Map());
  const databaseMs = /** @type {Measured} */ (new Map());
  const enqueued = /** @type {Measured} */ (new Map());
  for (let round = 0; round < rounds; round++) {
    for (const workers of WORKERS) {
      const work = { ...stub, workers, documents: documents * workers };
      note(memory, workers, (await runWorkers({ ...work, store: 'memory' })).documentsPerSecond);
      const shared = await runWorkers({ ...work, store: 'server', storeUrl: store.url });
      note(server, workers, shared.documentsPerSecond);
      const run = await runWorkers({ ...nothing, documents: empty, workers });
      note(nothingRates, workers, run.unitsPerSecond);
      note(databaseMs, workers, run.databaseMsPerUnit);
      note(enqueued, 1, run.enqueuedPerSecond);
    }
    const large = await runWorkers({ ...nothing, documents: empty * 10, unitSize: UNIT_SIZE, workers: 2 });
    note(enqueued, UNIT_SIZE, large.enqueuedPerSecond);
  }
  await store[Symbol.asyncDispose]();
  const rateOf = (/** @type {number} */ workers) => quantile(memory.get(workers) ?? [], 0.5);
  return [
    ...WORKERS.slice(1).map((workers) =>
      goalRow({
        id: `goal/queue/${engine}/scaling/${workers}`,
        description: `documents/s of ${workers} workers on ${engineTitles[engine]}, divided by ${workers} times the rate of one worker`,
        unit: 'x',
        value: rateOf(workers) / rateOf(1) / workers,
        relation: '>=',
        limit: 0.9,
      }),
    ),
    ...rowsOf(engine, memory, { group: 'memory', unit: 'documents/s', nameOf: workersIn }),
    ...rowsOf(engine, server, { group: 'server', unit: 'documents/s', nameOf: workersIn }),
    ...rowsOf(engine, nothingRates, { group: 'nothing', unit: 'units/s', nameOf: workersIn }),
    ...rowsOf(engine, databaseMs, { group: 'database', unit: 'ms', nameOf: workersIn }),
    ...rowsOf(engine, enqueued, { group: 'enqueued', unit: 'references/s', nameOf: (size) => `units of ${size}` }),
  ];
}

/** @param {Measured} measured @param {number} count @param {number} value */
function note(measured, count, value) {
  measured.set(count, [...(measured.get(count) ?? []), value]);
}

/**
 * @param {EngineName} engine
 * @param {Measured} measured
 * @param {{ group: keyof typeof TITLES, unit: string, nameOf: (count: number) => string }} texts
 */
function rowsOf(engine, measured, { group, unit, nameOf }) {
  return Array.from(measured, ([count, values]) =>
    measuredRow({
      id: `queue-${group}/${engine}-${count}`,
      description: `${TITLES[group]}; ${engineTitles[engine]}, ${nameOf(count)}`,
      unit,
      values,
    }),
  );
}

const UNIT_SIZE = 64;
const STUB = `units of ${UNIT_SIZE} documents, a stub that embeds 8 texts in 5 ms`;
const TITLES = {
  memory: `Indexing over a queue: ${STUB}, a store in each worker`,
  server: `Indexing over a queue: ${STUB}, one shared server as store`,
  nothing: 'The queue alone: units that do nothing',
  database: 'Processor time of the database per unit that does nothing',
  enqueued: 'Enqueueing references',
};

/** @param {number} workers */
function workersIn(workers) {
  return workers === 1 ? '1 worker' : `${workers} workers`;
}

/**
 * @param {EngineName} engine
 * @param {string} queueUrl
 * @param {Sizes} sizes
 */
async function overheadRows(engine, queueUrl, { texts: count, textRounds: rounds }) {
  const options = { queueUrl, count, rounds, tokens: 60, model: here('../../models/all-minilm-l6-v2') };
  const { code, stdout, output } = await runNode(here('queue-overhead.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`queue-overhead.mjs exited with code ${code}:\n${output}`);
  /** @type {{ direct: number[], queued: number[] }} */
  const { direct, queued } = JSON.parse(stdout);
  const title = `Indexing ${count} passages of 60 tokens with all-MiniLM-L6-v2 in one process`;
  const rates = (/** @type {number[]} */ seconds) => seconds.map((one) => count / one);
  const ratios = queued.map((seconds, round) => seconds / (direct[round] ?? Number.NaN));
  return [
    goalRow({
      id: `goal/queue/${engine}/overhead`,
      description: `time per document over the queue on ${engineTitles[engine]}, divided by the time of a direct call`,
      unit: 'x',
      value: quantile(ratios, 0.5),
      relation: '<=',
      limit: 1.05,
    }),
    measuredRow({
      id: `queue-overhead/${engine}-direct`,
      description: `${title}; directly, in turns with ${engineTitles[engine]}`,
      unit: 'documents/s',
      values: rates(direct),
    }),
    measuredRow({
      id: `queue-overhead/${engine}-queued`,
      description: `${title}; over the queue on ${engineTitles[engine]}`,
      unit: 'documents/s',
      values: rates(queued),
    }),
  ];
}
