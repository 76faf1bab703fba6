// Makes calls that visit all points of a database in memory, and measures the gaps of the event loop. Prints one JSON object.
import { createSearchPipeline } from '../../packages/pipeline/dist/index.js';
import { createVectorStore, QdrantClient } from '../../packages/qdrant-adapter/dist/index.js';
import { QdrantLocal } from '../../packages/qdrant-local/dist/index.js';
import { createVectors } from '../search/vectors.mjs';
import { measureGaps } from './gaps.mjs';

const { count, dimension, rounds } = /** @type {{ count: number, dimension: number, rounds: number }} */ (
  JSON.parse(process.argv[2] ?? '{}')
);
const vectors = createVectors({ count, dimension, seed: 1 });
const database = new QdrantLocal();
await fill();
const lastPoints = pointsFrom(count - 2000);
const all = { must: [{ key: 'numbers', match: { any: [1, 3] } }] };
const half = { must: [{ key: 'number', range: { lt: count / 2 } }] };
const rangeOf1000 = {
  should: Array.from({ length: 1000 }, (_, index) => ({ key: 'numbers', range: { lt: -index } })),
};

/** @type {Readonly<Record<string, (round: number) => Promise<unknown>>>} */
const calls = {
  'count by a filter': () => database.count('c', { filter: all }),
  'count by 1,000 ranges': () => database.count('c', { filter: rangeOf1000 }),
  'count by words, without an index': () =>
    database.count('c', { filter: { must: [{ key: 'text', match: { text: 'words 7' } }] } }),
  'scroll, half of the points': () => database.scroll('c', { limit: count / 2, with_vector: true }),
  'scroll in an order': () => database.scroll('c', { limit: count / 2, order_by: 'number' }),
  facet: () => database.facet('c', { key: 'group', filter: all, limit: 100 }),
  'query, 1,000 results': () => database.query('c', { query: queryOf(7), filter: all, limit: 1000 }),
  'query, half of the points': () => database.query('c', { query: queryOf(8), limit: count / 2, with_payload: true }),
  '100 queries': () =>
    database.queryBatch('c', {
      searches: Array.from({ length: 100 }, (_, index) => ({ query: queryOf(index), filter: all, limit: 100 })),
    }),
  'query of groups': () =>
    database.queryGroups('c', { query: queryOf(9), group_by: 'group', limit: 100, group_size: 10 }),
  'query by a formula': () =>
    database.query('c', {
      prefetch: { query: queryOf(10), limit: count / 2 },
      query: { formula: { sum: ['$score', { mult: [2, 'number'] }] } },
      limit: 100,
    }),
  'distance matrix': () => database.searchMatrixPairs('c', { sample: 1000, limit: 100 }),
  'payload set by a filter': (round) => database.setPayload('c', { filter: half, payload: { round } }),
  'text index created': async () => {
    await database.deletePayloadIndex('c', 'text');
    await database.createPayloadIndex('c', { field_name: 'text', field_schema: 'text' });
    await database.deletePayloadIndex('c', 'text');
  },
  'delete by a filter': async () => {
    const last = { must: [{ key: 'number', range: { gte: count - 2000 } }] };
    await database.delete('c', { filter: last });
  },
  'upsert of 2,000 points': () => database.upsert('c', { points: lastPoints }),
  'pipeline.index of 10,000 documents': indexDocuments,
};

/** @type {Record<string, import('./gaps.mjs').Gaps[]>} */
const measured = {};
// The first round warms up.
for (let round = 0; round <= rounds; round++) {
  for (const [name, call] of Object.entries(calls)) {
    const gaps = await measureGaps(() => call(round));
    if (round > 0) (measured[name] ??= []).push(gaps);
  }
}
await database.close();
process.stdout.write(JSON.stringify(measured));

async function fill() {
  await database.createCollection('c', { vectors: { size: dimension, distance: 'Cosine' } });
  for (let from = 0; from < count; from += 2000) await database.upsert('c', { points: pointsFrom(from) });
  await database.createPayloadIndex('c', { field_name: 'number', field_schema: 'integer' });
  await database.createPayloadIndex('c', { field_name: 'group', field_schema: 'keyword' });
}

/** Returns 2,000 points. @param {number} from */
function pointsFrom(from) {
  return Array.from({ length: 2000 }, (_, index) => {
    const number = from + index;
    const payload = { number, group: `g${number % 100}`, numbers: [1, 2, 3, number % 10] };
    return { id: number, vector: queryOf(number), payload: { ...payload, text: `some words about ${number % 1000}` } };
  });
}

/** @param {number} index */
function queryOf(index) {
  return vectors.subarray(index * dimension, (index + 1) * dimension);
}

/** Indexes with an embedder that takes no time, into a new database. */
async function indexDocuments() {
  const client = new QdrantClient(':memory:');
  const embedder = {
    modelName: 'none',
    dimension,
    passageEmbed: async (/** @type {readonly string[]} */ texts) => texts.map((_, index) => queryOf(index)),
    queryEmbed: async (/** @type {string} */ text) => queryOf(text.length),
  };
  const store = createVectorStore(client, { collection: 'documents', dimension });
  const pipeline = createSearchPipeline({ embedder, store });
  await pipeline.index(Array.from({ length: 10_000 }, (_, id) => ({ id, payload: { text: `text ${id}` } })));
  await client.close();
}
