import { openIndexQueue, prometheusMetrics, type RunStatus } from '@x/index-queue';

const progress = { total: 3, done: 2, failed: 0 };
const counts = { documents: 2, indexed: 2, unchanged: 0, superseded: 0, rejected: 0, passages: 2 };
const status: RunStatus = {
  runId: 7,
  state: 'indexing',
  units: progress,
  items: progress,
  ...counts,
  queue: { waiting: 1, delayed: 0, active: 0, completed: 2, failed: 0 },
  documentsPerSecond: 0,
  workers: [],
};
console.log(prometheusMetrics(status).split('\n')[2]); // => x_index_queue_units{run="7",state="done"} 2

const outcome = await openIndexQueue({ name: 'a', url: 'redis://user:secret@127.0.0.1:1' }).catch(String);
console.log(outcome); // => QueueError: The queue "a" needs the package ioredis, which is not installed. Run `npm install --ignore-scripts ioredis`.
