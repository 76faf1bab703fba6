// node worker-process.mjs URL NAME UNIT_MS: a worker in a process of its own, for tests that kill it. It uses the package as it is built.
//
// It writes a line for each unit that it begins and ends. Its pipeline keeps nothing: it waits, and counts the documents as indexed.
import { setTimeout } from 'node:timers/promises';

import { createIndexWorker, openIndexQueue } from '../../dist/index.js';

const [url = '', name = '', unitMs = '0'] = process.argv.slice(2);
const queue = await openIndexQueue({ name, url, tries: 2, backoffMs: 10 });
const pipeline = {
  /** @param {Iterable<{ id: string }>} documents @param {{ signal: AbortSignal }} options */
  index: async (documents, { signal }) => {
    const ids = [...documents].map(({ id }) => id);
    console.log(`begin ${ids.join(' ')}`);
    await setTimeout(Number(unitMs), undefined, { signal });
    console.log(`end ${ids.join(' ')}`);
    return { indexed: ids.length, unchanged: 0, superseded: 0, passages: ids.length, failures: [] };
  },
  removeVanished: async () => 0,
};
const settings = { lockMs: 1000, stalledCheckMs: 300, finishPollMs: 50, graceMs: 5000 };
const worker = createIndexWorker({ queue, pipeline, concurrency: 2, name: `${process.pid}`, ...settings });
process.once('SIGTERM', async () => {
  await worker.close();
  await queue.close();
  console.log('closed');
});
