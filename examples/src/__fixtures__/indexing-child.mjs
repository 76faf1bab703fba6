// Indexes 40 documents into a folder in small batches and reports each batch. A test kills it.
import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

const { path, version } = JSON.parse(process.argv[2]);
const embedder = {
  modelName: 'length',
  dimension: 2,
  passageEmbed: async (texts) => texts.map((text) => Float32Array.of(text.length, 1)),
  queryEmbed: async (text) => Float32Array.of(text.length, 1),
};
const chunker = {
  name: 'words',
  split: async (text) => Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({ start: index, end: index + word.length })),
};
const client = new QdrantClient({ path });
const store = createVectorStore(client, { collection: 'notes', dimension: 2, distance: 'Dot' });
const pipeline = createSearchPipeline({ store, embedder, chunker });
// Each version has different texts, passage counts and documents.
const documents = Array.from({ length: 40 }, (_, index) => ({
  id: index + 5 * version,
  payload: { text: 'word '.repeat(1 + ((index * 7 + version * 3) % 6)) + version },
}));
await pipeline.index(documents, { batchSize: 4, removeVanished: true, onProgress: ({ completed }) => process.send({ completed }) });
const points = [];
for await (const { id, payload } of store.scan()) points.push([String(id), payload]);
await client.close();
process.send({ points: points.toSorted(([a], [b]) => (a < b ? -1 : 1)) });
process.disconnect();
