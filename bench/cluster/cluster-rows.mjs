// Indexing over a queue by several processes: how fast, at what cost, and what is left of it when processes are killed.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { missingEngine, startPostgres, startRedis } from '../../tooling/database-servers/dist/index.js';
import { killTrial, overlapTrial, startStore } from '../../tooling/index-trial/dist/index.js';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';
import { runWorkers } from './run-workers.mjs';

const ENGINES = /** @type {const} */ (['redis', 'postgres']);
const WORKERS = [1, 2, 4];
const NAMES = { redis: 'Redis', postgres: 'PostgreSQL' };
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const SIZES = {
  quick: { documents: 4000, empty: 4000, rounds: 1, texts: 128, textRounds: 3, trials: 1, trialDocuments: 2000 },
  full: { documents: 16_000, empty: 20_000, rounds: 3, texts: 512, textRounds: 7, trials: 20, trialDocuments: 20_000 },
};

/** @typedef {(typeof SIZES)['quick']} Sizes */

/**
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureCluster({ mode }) {
  const sizes = SIZES[mode];
  /** @type {import('../report/rows.mjs').Row[]} */
  const rows = [];
  for (const engine of ENGINES.filter((one) => missingEngine(one) === '')) {
    process.stderr.write(`bench: the queue on ${NAMES[engine]}\n`);
    const database = await (engine === 'redis' ? startRedis() : startPostgres());
    try {
      rows.push(
        ...(await queueRows(engine, database.url, sizes)),
        ...(await overheadRows(engine, database.url, sizes)),
      );
    } finally {
      await database[Symbol.asyncDispose]();
    }
  }
  for (const engine of ENGINES.filter((one) => missingEngine(one) === ''))
    rows.push(...(await trialRows(engine, sizes)));
  return rows;
}

/**
 * @param {(typeof ENGINES)[number]} engine
 * @param {string} queueUrl
 * @param {Sizes} sizes
 */
async function queueRows(engine, queueUrl, { documents, empty, rounds }) {
  const store = await startStore();
  const stub = { queueUrl, documents, unitSize: 8, batchMs: 5 };
  /** @type {Record<string, number[]>} */
  const rates = {};
  const note = (/** @type {string} */ name, /** @type {number} */ rate) => void (rates[name] ??= []).push(rate);
  for (let round = 0; round < rounds; round++) {
    for (const workers of WORKERS) {
      note(`memory/${workers}`, (await runWorkers({ ...stub, workers, store: 'memory' })).documentsPerSecond);
      note(`server/${workers}`, (await runWorkers({ ...stub, workers, store: 'server', storeUrl: store.url })).documentsPerSecond); // prettier-ignore
      const nothing = await runWorkers({ queueUrl, documents: empty, unitSize: 1, batchMs: 0, workers, store: 'nothing' }); // prettier-ignore
      note(`nothing/${workers}`, nothing.unitsPerSecond);
      note('enqueued', nothing.enqueuedPerSecond);
    }
    note('enqueued-in-units', (await runWorkers({ queueUrl, documents: empty * 10, unitSize: 64, batchMs: 0, workers: 2, store: 'nothing' })).enqueuedPerSecond); // prettier-ignore
  }
  await store[Symbol.asyncDispose]();
  const valuesOf = (/** @type {string} */ name) => rates[name] ?? [];
  const at = (/** @type {string} */ name) => quantile(valuesOf(name), 0.5);
  const id = `cluster/${engine}`;
  const on = `on ${NAMES[engine]}`;
  return [
    ...WORKERS.slice(1).map((workers) =>
      goalRow({
        id: `${id}/scaling/${workers}`,
        description: `documents/s with ${workers} workers ${on}, against as many times those of one, a store in each`,
        unit: 'x',
        value: at(`memory/${workers}`) / at('memory/1') / workers,
        relation: '>=',
        limit: 0.9,
      }),
    ),
    ...WORKERS.flatMap((workers) => [
      measuredRow({ id: `${id}/memory/${workers}`, description: `${TITLE}; ${on}, ${plural(workers)}, a store in each`, unit: 'documents/s', values: valuesOf(`memory/${workers}`) }), // prettier-ignore
      measuredRow({ id: `${id}/server/${workers}`, description: `${TITLE}; ${on}, ${plural(workers)}, one server`, unit: 'documents/s', values: valuesOf(`server/${workers}`) }), // prettier-ignore
      measuredRow({ id: `${id}/nothing/${workers}`, description: `the queue alone, units that do nothing; ${on}, ${plural(workers)}`, unit: 'units/s', values: valuesOf(`nothing/${workers}`) }), // prettier-ignore
    ]),
    measuredRow({ id: `${id}/unit-overhead`, description: `the queue alone, of one unit that does nothing; ${on}`, unit: 'ms', values: valuesOf('nothing/1').map((rate) => 1000 / rate) }), // prettier-ignore
    measuredRow({ id: `${id}/enqueued`, description: `enqueueing references; ${on}, one in a unit`, unit: 'references/s', values: valuesOf('enqueued') }), // prettier-ignore
    measuredRow({ id: `${id}/enqueued-in-units`, description: `enqueueing references; ${on}, 64 in a unit`, unit: 'references/s', values: valuesOf('enqueued-in-units') }), // prettier-ignore
  ];
}

const TITLE = 'indexing over a queue, units of 8 documents, a stub that embeds in 5 ms';

/** @param {number} workers */
function plural(workers) {
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
  const id = `cluster/${engine}/overhead`;
  const title = `${count} passages of 60 tokens, all-MiniLM-L6-v2, one process`;
  const rates = (/** @type {number[]} */ seconds) => seconds.map((one) => count / one);
  const ratios = queued.map((seconds, round) => seconds / (direct[round] ?? Number.NaN));
  return [
    goalRow({ id, description: `time of a document over the queue on ${NAMES[engine]}, against a direct call`, unit: 'x', value: quantile(ratios, 0.5), relation: '<=', limit: 1.05 }), // prettier-ignore
    measuredRow({ id: `${id}/direct`, description: `${title}; directly, beside ${NAMES[engine]}`, unit: 'documents/s', values: rates(direct) }), // prettier-ignore
    measuredRow({ id: `${id}/queued`, description: `${title}; over the queue on ${NAMES[engine]}`, unit: 'documents/s', values: rates(queued) }), // prettier-ignore
  ];
}

/**
 * @param {(typeof ENGINES)[number]} engine
 * @param {Sizes} sizes
 */
async function trialRows(engine, { trials, trialDocuments: documents }) {
  const seeds = Array.from({ length: trials }, (_, index) => index + 1);
  const kinds = [
    { name: 'kills', does: 'a run over a former one', trial: killTrial },
    { name: 'overlap', does: 'two runs that overlap', trial: overlapTrial },
  ];
  const rows = [];
  for (const { name, does, trial } of kinds) {
    let held = 0;
    for (const seed of seeds) {
      const { faults, kills, seconds } = await trial({ engine, seed, documents, workers: 4, killEach: { ms: 1000 } });
      if (faults.length === 0) held++;
      const outcome = faults.length === 0 ? 'held' : `did not hold:\n${faults.join('\n')}`;
      process.stderr.write(`bench: ${does} on ${NAMES[engine]}, seed ${seed}, ${kills} kills, ${seconds.toFixed(0)} s: ${outcome}\n`); // prettier-ignore
    }
    const description = `${does} on ${NAMES[engine]} that held, of ${trials}: ${documents.toLocaleString('en-US')} documents, 4 workers, one killed each second`; // prettier-ignore
    rows.push(goalRow({ id: `cluster/${engine}/${name}`, description, unit: 'trials', value: held, relation: '>=', limit: trials })); // prettier-ignore
  }
  return rows;
}
