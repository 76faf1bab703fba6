// A worker process. It starts when it receives a line and stops when its input ends. It prints when its first unit started and when its
// last unit ended.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { createIndexWorker, openIndexQueue } from '../../packages/index-queue/dist/index.js';
import { createSearchPipeline } from '../../packages/pipeline/dist/index.js';
import { createVectorStore, QdrantClient } from '../../packages/qdrant-adapter/dist/index.js';

/**
 * @typedef {object} WorkerSettings
 * @property {string} queueUrl
 * @property {'nothing' | 'memory' | 'server'} store `nothing`: the worker completes units without any work
 * @property {string} storeUrl URL of the server, when `store` is `server`
 * @property {string} collection a different one for each run; otherwise a run would find the documents unchanged
 * @property {number} batchMs milliseconds to embed a batch of eight texts
 */
const { queueUrl, store, storeUrl, collection, batchMs } = /** @type {WorkerSettings} */ (
  JSON.parse(process.argv[2] ?? '{}')
);
const DIMENSION = 384;
const BATCH_SIZE = 8;

const queue = await openIndexQueue({ name: 'bench', url: queueUrl });
const client = store === 'server' ? new QdrantClient({ url: storeUrl }) : new QdrantClient(':memory:');
const nothing = { indexed: 0, unchanged: 0, superseded: 0, passages: 0, failures: [] };
const pipeline =
  store === 'nothing' ? { index: async () => nothing, removeVanished: async () => 0 } : pipelineOver(client, batchMs);
if (store !== 'nothing') await warmUp();
process.stdout.write('ready\n');
const input = createInterface(process.stdin);
await once(input, 'line');

const times = { startedAt: Infinity, endedAt: 0, units: 0, failed: 0 };
const worker = createIndexWorker({
  queue,
  pipeline,
  read: (/** @type {readonly number[]} */ ids) => ids.map(documentOf),
  concurrency: 1,
  onUnit: ({ ms, outcome }) => {
    times.endedAt = Date.now();
    times.startedAt = Math.min(times.startedAt, times.endedAt - ms);
    times.units++;
    if (outcome !== 'done') times.failed++;
  },
});
await once(input, 'close');
await worker.close();
await queue.close();
await client.close();
process.stdout.write(`${JSON.stringify(times)}\n`);

/** Indexes documents into another store first, so that the measured units run compiled code. */
async function warmUp() {
  const elsewhere = new QdrantClient(':memory:');
  const warmed = pipelineOver(elsewhere, 0);
  for (let unit = 0; unit < 100; unit++) {
    const ids = Array.from({ length: 64 }, (_, index) => unit * 64 + index);
    await warmed.index(ids.map(documentOf), { runId: 1 });
  }
  await elsewhere.close();
}

/** @param {number} id */
function documentOf(id) {
  return { id, payload: { text: `the text ${id}` } };
}

/** @param {QdrantClient} target @param {number} ms time of a batch; 0 does not wait */
function pipelineOver(target, ms) {
  return createSearchPipeline({
    embedder: stubEmbedder(ms),
    store: createVectorStore(target, { collection, dimension: DIMENSION }),
  });
}

/**
 * @param {number} ms
 * @returns {import('../../packages/core/dist/index.js').Embedder}
 */
function stubEmbedder(ms) {
  return {
    modelName: 'stub',
    dimension: DIMENSION,
    passageEmbed: async (texts) => {
      // A model, too, embeds one batch after another.
      const batches = ms === 0 ? 0 : Math.ceil(texts.length / BATCH_SIZE);
      for (let batch = 0; batch < batches; batch++) await setTimeout(ms);
      return texts.map(({ length }) => new Float32Array(DIMENSION).fill(length));
    },
    queryEmbed: async () => new Float32Array(DIMENSION).fill(1),
  };
}
