// Measures gaps in the event loop while queries run, and the latency of queries while a writer uploads.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { QdrantLocal } from '../../../packages/qdrant-local/dist/index.js';
import { pointOf } from '../contestants/upload.mjs';
import { createVectors } from '../vectors.mjs';
import { createQueries, fill, latencies, readOptions, report } from './child.mjs';

const { count, dimension, queryCount, batch } =
  /** @type {{ count: number, dimension: number, queryCount: number, batch: number }} */ (readOptions());
const database = new QdrantLocal();
await fill(database, 'c', { count, dimension });
const queries = createQueries({ count: queryCount, dimension });
/** @param {Float32Array} query */
const search = (query) => database.query('c', { query, limit: 10 });
await latencies(queries.slice(0, 20), search);

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
await wait(5); // the monitor counts gaps from its first tick, which must come before the work
const idle = await latencies(queries, search);
await wait(5);
delays.disable();

const writer = { isStopped: false, written: 0 };
const writing = write();
const besideWriter = await latencies(queries, search);
writer.isStopped = true;
await writing;
report({ idle, besideWriter, longestGapMs: delays.max / 1e6, written: writer.written });
await database.close();

/** Replaces points, batch after batch without a pause, until the writer is stopped. */
async function write() {
  const values = createVectors({ count: batch, dimension, seed: 3 });
  while (!writer.isStopped) {
    const points = Array.from({ length: batch }, (_, index) =>
      pointOf((writer.written + index) % count, values.subarray(index * dimension, (index + 1) * dimension)),
    );
    await database.upsert('c', { points });
    writer.written += batch;
  }
}
