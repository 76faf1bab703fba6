// Processes the units of a queue with several worker processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readProcessorTime } from '../side-by-side/processor-time.mjs';
import { enqueueDocuments, openIndexQueue } from '../../packages/index-queue/dist/index.js';

const WORKER = fileURLToPath(new URL('bench-worker.mjs', import.meta.url));
let lastRun = 0;

/**
 * Enqueues documents and lets workers index them. Returns the rates; they leave out the start of the processes.
 *
 * @param {object} options
 * @param {Pick<import('../../tooling/database-servers/dist/index.js').TestDatabase, 'url' | 'pid'>} options.database
 * @param {number} options.workers
 * @param {number} options.documents
 * @param {number} options.unitSize
 * @param {'nothing' | 'memory' | 'server'} options.store
 * @param {string} [options.storeUrl]
 * @param {number} options.batchMs
 */
export async function runWorkers({ database, workers: count, documents, unitSize, store, storeUrl = '', batchMs }) {
  const queueUrl = database.url;
  const queue = await openIndexQueue({ name: 'bench', url: queueUrl });
  const ids = Array.from({ length: documents }, (_, id) => id);
  const start = performance.now();
  const { units } = await enqueueDocuments(queue, ids, { runId: ++lastRun, unitSize, highWaterMark: 1e9 });
  const enqueueSeconds = (performance.now() - start) / 1000;
  const settings = JSON.stringify({ queueUrl, store, storeUrl, collection: `run-${lastRun}`, batchMs });
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(settings)));
  const ticksBefore = databaseTicks(database.pid);
  for (const { child } of workers) child.stdin.write('go\n');
  while (await hasWork(queue)) await setTimeout(250);
  const ticks = databaseTicks(database.pid) - ticksBefore;
  const times = await Promise.all(workers.map(endWorker));
  await queue.close();
  const done = times.reduce((sum, { units: own, failed }) => sum + own - failed, 0);
  if (done !== units) throw new Error(`Only ${done} of ${units} units succeeded.`);
  const startedAt = Math.min(...times.map((one) => one.startedAt));
  const seconds = (Math.max(...times.map(({ endedAt }) => endedAt)) - startedAt) / 1000;
  return {
    unitsPerSecond: units / seconds,
    documentsPerSecond: documents / seconds,
    enqueuedPerSecond: documents / enqueueSeconds,
    databaseMsPerUnit: (ticks * 10) / units,
  };
}

/**
 * Returns the processor time in hundredths of a second, or NaN except on Linux.
 *
 * @param {number} pid
 */
function databaseTicks(pid) {
  return process.platform === 'linux' ? readProcessorTime(pid).own : Number.NaN;
}

/** @param {import('../../packages/index-queue/dist/index.js').IndexQueue} queue */
async function hasWork({ port }) {
  const { waiting, delayed, active } = await port.units.counts();
  return waiting + delayed + active > 0;
}

/** @param {string} settings */
async function startWorker(settings) {
  const child = spawn(process.execPath, [WORKER, settings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return { child, lines };
}

/**
 * @param {Awaited<ReturnType<typeof startWorker>>} worker
 * @returns {Promise<{ startedAt: number, endedAt: number, units: number, failed: number }>}
 */
async function endWorker({ child, lines }) {
  const line = once(lines, 'line');
  child.stdin.end();
  const [text] = await line;
  return JSON.parse(text);
}
