// Report rows of indexing over a queue with several processes: rates and overhead.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { missingEngine, startPostgres, startRedis } from '../../tooling/database-servers/dist/index.js';
import { startStore } from '../../tooling/index-trial/dist/index.js';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';
import { runWorkers } from './run-workers.mjs';

const ENGINES = /** @type {const} */ (['redis', 'postgres']);
const WORKERS = [1, 2, 4];
const NAMES = { redis: 'Redis', postgres: 'PostgreSQL' };
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const SIZES = {
  quick: { documents: 6400, empty: 2000, rounds: 1, texts: 128, textRounds: 3 },
  full: { documents: 12_800, empty: 3000, rounds: 3, texts: 512, textRounds: 7 },
};

/** @typedef {(typeof SIZES)['quick']} Sizes */

/**
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureQueue({ mode }) {
  const sizes = SIZES[mode];
  /** @type {import('../report/rows.mjs').Row[]} */
  const rows = [];
  for (const engine of ENGINES.filter((one) => missingEngine(one) === '')) {
    process.stderr.write(`bench: the queue on ${NAMES[engine]}\n`);
    const database = await (engine === 'redis' ? startRedis() : startPostgres());
    try {
      rows.push(...(await queueRows(engine, database, sizes)), ...(await overheadRows(engine, database.url, sizes)));
    } finally {
      await database[Symbol.asyncDispose]();
    }
  }
  return rows;
}

/**
 * @param {(typeof ENGINES)[number]} engine
 * @param {import('../../tooling/database-servers/dist/index.js').TestDatabase} database
 * @param {Sizes} sizes
 */
async function queueRows(engine, database, { documents, empty, rounds }) {
  const store = await startStore();
  const stub = { database, documents, unitSize: UNIT_SIZE, batchMs: 5 };
  const nothing = { database, unitSize: 1, batchMs: 0, store: /** @type {const} */ ('nothing') };
  /** @type {Record<string, number[]>} */
  const rates = {};
  const note = (/** @type {string} */ name, /** @type {number} */ rate) => void (rates[name] ??= []).push(rate);
  for (let round = 0; round < rounds; round++) {
    for (const workers of WORKERS) {
      note(`memory/${workers}`, (await runWorkers({ ...stub, workers, store: 'memory' })).documentsPerSecond);
      note(`server/${workers}`, (await runWorkers({ ...stub, workers, store: 'server', storeUrl: store.url })).documentsPerSecond); // prettier-ignore
      const run = await runWorkers({ ...nothing, documents: empty, workers });
      note(`nothing/${workers}`, run.unitsPerSecond);
      note(`database/${workers}`, run.databaseMsPerUnit);
      note('enqueued/1', run.enqueuedPerSecond);
    }
    const { enqueuedPerSecond } = await runWorkers({
      ...nothing,
      documents: empty * 10,
      unitSize: UNIT_SIZE,
      workers: 2,
    });
    note(`enqueued/${UNIT_SIZE}`, enqueuedPerSecond);
  }
  await store[Symbol.asyncDispose]();
  const rateOf = (/** @type {number} */ workers) => quantile(rates[`memory/${workers}`] ?? [], 0.5);
  const measured = (
    /** @type {string} */ group,
    /** @type {string} */ unit,
    /** @type {(count: number) => string} */ nameOf,
  ) =>
    Object.entries(rates)
      .filter(([name]) => name.startsWith(`${group}/`))
      .map(([name, values]) => {
        const count = Number(name.slice(group.length + 1));
        const description = `${TITLES[group]}; ${NAMES[engine]}, ${nameOf(count)}`;
        return measuredRow({ id: `queue-${group}/${engine}-${count}`, description, unit, values });
      });
  return [
    ...WORKERS.slice(1).map((workers) =>
      goalRow({
        id: `goal/queue/${engine}/scaling/${workers}`,
        description: `documents/s of ${workers} workers on ${NAMES[engine]}, divided by ${workers} times those of one`,
        unit: 'x',
        value: rateOf(workers) / rateOf(1) / workers,
        relation: '>=',
        limit: 0.9,
      }),
    ),
    ...measured('memory', 'documents/s', workersIn),
    ...measured('server', 'documents/s', workersIn),
    ...measured('nothing', 'units/s', workersIn),
    ...measured('database', 'ms', workersIn),
    ...measured('enqueued', 'references/s', (count) => `units of ${count}`),
  ];
}

const UNIT_SIZE = 64;
const STUB = `units of ${UNIT_SIZE} documents, a stub that embeds eight in 5 ms`;
/** @type {Record<string, string>} */
const TITLES = {
  memory: `Indexing over a queue: ${STUB}, a store in each worker`,
  server: `Indexing over a queue: ${STUB}, one server`,
  nothing: 'The queue alone: units that do nothing',
  database: 'Processor time of the database for a unit that does nothing',
  enqueued: 'Enqueueing references',
};

/** @param {number} workers */
function workersIn(workers) {
  return workers === 1 ? '1 worker' : `${workers} workers`;
}

/**
 * @param {(typeof ENGINES)[number]} engine
 * @param {string} queueUrl
 * @param {Sizes} sizes
 */
async function overheadRows(engine, queueUrl, { texts: count, textRounds: rounds }) {
  const options = { queueUrl, count, rounds, tokens: 60, model: here('../../models/all-minilm-l6-v2') };
  const { code, stdout, output } = await runNode(here('queue-overhead.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`queue-overhead.mjs ended with ${code}:\n${output}`);
  /** @type {{ direct: number[], queued: number[] }} */
  const { direct, queued } = JSON.parse(stdout);
  const title = `Indexing ${count} passages of 60 tokens with all-MiniLM-L6-v2 in one process`;
  const rates = (/** @type {number[]} */ seconds) => seconds.map((one) => count / one);
  const ratios = queued.map((seconds, round) => seconds / (direct[round] ?? Number.NaN));
  return [
    goalRow({ id: `goal/queue/${engine}/overhead`, description: `time of a document over the queue on ${NAMES[engine]}, divided by that of a direct call`, unit: 'x', value: quantile(ratios, 0.5), relation: '<=', limit: 1.05 }), // prettier-ignore
    measuredRow({ id: `queue-overhead/${engine}-direct`, description: `${title}; directly, beside ${NAMES[engine]}`, unit: 'documents/s', values: rates(direct) }), // prettier-ignore
    measuredRow({ id: `queue-overhead/${engine}-queued`, description: `${title}; over the queue on ${NAMES[engine]}`, unit: 'documents/s', values: rates(queued) }), // prettier-ignore
  ];
}
