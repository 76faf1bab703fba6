// Indexes the same texts alternately directly and over a queue, in one process with one model. Prints one JSON object.
import { createIndexWorker, enqueueDocuments, openIndexQueue } from '../../packages/index-queue/dist/index.js';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { createSearchPipeline } from '../../packages/pipeline/dist/index.js';
import { createVectorStore, QdrantClient } from '../../packages/qdrant-adapter/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

const { queueUrl, count, tokens, rounds, model } =
  /** @type {{ queueUrl: string, count: number, tokens: number, rounds: number, model: string }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const texts = makeTexts({ words, seed: 7, count, length: uniform(tokens) }).map(({ text }) => text);
const documents = texts.map((text, id) => ({ id, payload: { text } }));
const embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: model });
const queue = await openIndexQueue({ name: 'overhead', url: queueUrl });
/** @type {{ direct: number[], queued: number[] }} */
const taken = { direct: [], queued: [] };
// The first round warms up.
for (let round = 0; round <= rounds; round++) {
  // The order alternates, so that neither way always runs second.
  const turns = round % 2 === 0 ? [direct, queued] : [queued, direct];
  for (const turn of turns) {
    const seconds = await turn(round + 1);
    if (round > 0) taken[turn === direct ? 'direct' : 'queued'].push(seconds);
  }
}
await queue.close();
await embedder.dispose();
process.stdout.write(JSON.stringify(taken));

/** @param {number} runId */
async function direct(runId) {
  const client = new QdrantClient(':memory:');
  const start = performance.now();
  await pipelineOver(client).index(documents, { runId });
  const seconds = (performance.now() - start) / 1000;
  await client.close();
  return seconds;
}

/** @param {number} runId */
async function queued(runId) {
  const client = new QdrantClient(':memory:');
  let left = count;
  const start = performance.now();
  await enqueueDocuments(queue, documents.keys(), { runId });
  /** @type {import('../../packages/index-queue/dist/index.js').IndexWorker | undefined} */
  let worker;
  await new Promise((resolve, reject) => {
    worker = createIndexWorker({
      queue,
      pipeline: pipelineOver(client),
      read: (/** @type {readonly number[]} */ ids) => documents.filter(({ id }) => ids.includes(id)),
      onUnit: ({ documents: done, error }) => {
        if (error !== undefined) reject(error);
        left -= done;
        if (left === 0) resolve(undefined);
      },
    });
  });
  const seconds = (performance.now() - start) / 1000;
  // The time of closing is left out, because a worker usually stays open for many runs.
  await worker?.close();
  await client.close();
  return seconds;
}

/** @param {QdrantClient} client */
function pipelineOver(client) {
  const store = createVectorStore(client, { collection: 'documents', dimension: embedder.dimension });
  return createSearchPipeline({ embedder, store });
}
