// Indexes a long stream of documents into a database on disk, then indexes the same stream a second time. Prints one JSON object.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { createSearchPipeline } from '../../packages/pipeline/dist/index.js';
import { createVectorStore, QdrantClient } from '../../packages/qdrant-adapter/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

const { count, tokens, model, folder } =
  /** @type {{ count: number, tokens: number, model: string, folder: string }} */ (JSON.parse(process.argv[2] ?? '{}'));
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const path = mkdtempSync(join(folder, 'index-'));
const embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: model });
const client = new QdrantClient({ path });
try {
  const store = createVectorStore(client, { collection: 'documents', dimension: embedder.dimension });
  const pipeline = createSearchPipeline({ embedder, store });
  /** @type {[documents: number, residentBytes: number][]} */
  const resident = [];
  const first = await timed(() =>
    pipeline.index(documents(), {
      total: count,
      onProgress: ({ completed }) => resident.push([completed, process.memoryUsage.rss()]),
    }),
  );
  const { count: points } = await client.count('documents');
  const again = await timed(() => pipeline.index(documents(), { total: count }));
  const result = { ...first.report, points, seconds: first.seconds, peakMB: process.resourceUsage().maxRSS / 1024 };
  const second = { unchanged: again.report.unchanged, secondsAgain: again.seconds };
  process.stdout.write(JSON.stringify({ ...result, ...second, bytesPerDocument: growth(resident) }));
} finally {
  await client.close();
  await embedder.dispose();
  rmSync(path, { recursive: true, force: true });
}

/**
 * @template T
 * @param {() => Promise<T>} index
 */
async function timed(index) {
  const start = performance.now();
  const report = await index();
  return { report, seconds: (performance.now() - start) / 1000 };
}

/**
 * Returns the bytes that a document adds to the resident memory. The first fifth of the run is left out as warm-up.
 *
 * @param {readonly (readonly [documents: number, bytes: number])[]} resident
 */
function growth(resident) {
  const [from, to] = [resident[Math.floor(resident.length / 5)], resident.at(-1)];
  return from === undefined || to === undefined ? Number.NaN : (to[1] - from[1]) / (to[0] - from[0]);
}

/** Yields the documents and generates them on demand, 1,000 at a time. */
async function* documents() {
  for (let from = 0; from < count; from += 1000) {
    const texts = makeTexts({ words, seed: 1000 + from, count: Math.min(1000, count - from), length: uniform(tokens) });
    for (const [index, { text }] of texts.entries()) yield { id: from + index, payload: { text } };
  }
}
