// node worker-process.mjs URL NAME EMBED_MS [QDRANT_URL]: a worker in its own process, for tests that kill it. It uses the built packages, and prints
// the ids of the documents of each unit that it starts.
//
// With the URL of a server, its pipeline stores documents in the collection `documents`. Without one it stores nothing.
import { setTimeout } from 'node:timers/promises';

import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

import { createIndexWorker, openIndexQueue } from '../../dist/index.js';

const [url = '', name = '', embedMs = '0', qdrantUrl] = process.argv.slice(2);

const embedder = {
  modelName: 'lengths',
  dimension: 2,
  /** @param {readonly string[]} texts @param {{ signal?: AbortSignal }} options */
  passageEmbed: async (texts, { signal } = {}) => {
    await setTimeout(Number(embedMs), undefined, { signal });
    return texts.map((text) => Float32Array.of(text.length, 1));
  },
  queryEmbed: async () => Float32Array.of(1, 1),
};

/** Stores nothing, but takes the time of embedding. */
const nowhere = {
  /** @param {readonly { payload: { text: string } }[]} documents @param {{ signal: AbortSignal }} options */
  index: async (documents, { signal }) => {
    const texts = documents.map(({ payload }) => payload.text);
    await embedder.passageEmbed(texts, { signal });
    return { indexed: texts.length, unchanged: 0, superseded: 0, passages: texts.length, failures: [] };
  },
  removeVanished: async () => 0,
};

/** @param {string} server */
function pipelineTo(server) {
  const client = new QdrantClient(server);
  return createSearchPipeline({
    embedder,
    store: createVectorStore(client, { collection: 'documents', dimension: 2 }),
  });
}

// Tests look at the completed units.
const queue = await openIndexQueue({ name, url, tries: 2, backoffMs: 10, keepCompleted: 100 });
const worker = createIndexWorker({
  queue,
  pipeline: qdrantUrl === undefined ? nowhere : pipelineTo(qdrantUrl),
  /** @param {readonly { id: string }[]} documents */
  read: (documents) => {
    process.stdout.write(`begin ${documents.map(({ id }) => id).join(' ')}\n`);
    return documents;
  },
  name: `${process.pid}`,
  lockMs: 1000,
  stalledCheckMs: 300,
  finishPollMs: 50,
  graceMs: 5000,
});
process.once('SIGTERM', async () => {
  await worker.close();
  await queue.close();
  process.stdout.write('closed\n');
});
