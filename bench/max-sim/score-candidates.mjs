// Measures MaxSim over the token vectors of candidates, by the format in which they are stored, in memory and on disk. Runs in a fresh
// process and prints one JSON object.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QdrantLocal } from '../../packages/qdrant-local/dist/index.js';
import { createVectors } from '../search/vectors.mjs';

/**
 * @typedef {object} CandidateTimes milliseconds of queries, by the place of the vectors and the number of candidates
 * @property {number[]} memory
 * @property {number[]} memoryTwice in memory, with twice as many candidates
 * @property {number[]} disk
 */

const { dimension, candidates, documentTokens, queryTokens, queryCount, kinds, folder } =
  /** @type {{ dimension: number, candidates: number, documentTokens: number, queryTokens: number, queryCount: number, kinds: Record<string, object>, folder: string }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const pointCount = 4 * candidates;
const queries = Array.from({ length: queryCount }, (_, seed) => tokenVectors(queryTokens, seed));

/** @type {Record<string, CandidateTimes>} */
const times = {};
for (const [kind, settings] of Object.entries(kinds)) times[kind] = await measure(settings);
process.stdout.write(JSON.stringify(times));

/**
 * @param {object} settings
 * @returns {Promise<CandidateTimes>}
 */
async function measure(settings) {
  const path = mkdtempSync(join(folder, 'database-'));
  const [memory, disk] = [new QdrantLocal(), new QdrantLocal({ path })];
  try {
    await fill(memory, settings);
    await fill(disk, settings);
    /** @type {CandidateTimes} */
    const milliseconds = { memory: [], memoryTwice: [], disk: [] };
    for (const [index, query] of queries.entries()) {
      milliseconds.memory.push(await timeOf(memory, query, { first: index, count: candidates }));
      milliseconds.memoryTwice.push(await timeOf(memory, query, { first: index, count: 2 * candidates }));
      milliseconds.disk.push(await timeOf(disk, query, { first: index, count: candidates }));
    }
    return milliseconds;
  } finally {
    await Promise.all([memory.close(), disk.close()]);
    rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {QdrantLocal} database
 * @param {object} settings
 */
async function fill(database, settings) {
  const tokens = /** @type {const} */ ({
    size: dimension,
    distance: 'Dot',
    on_disk: true,
    multivector_config: { comparator: 'max_sim' },
  });
  await database.createCollection('c', { vectors: { tokens: { ...tokens, ...settings } } });
  for (let id = 0; id < pointCount; id++) {
    const vector = { tokens: tokenVectors(documentTokens, queryCount + id) };
    await database.upsert('c', { points: [{ id, vector }] });
  }
}

/**
 * @param {QdrantLocal} database
 * @param {Float32Array[]} query
 * @param {{ first: number, count: number }} ids
 */
async function timeOf(database, query, { first, count }) {
  const ids = Array.from({ length: count }, (_, place) => (first * 7 + place) % pointCount);
  const start = performance.now();
  await database.query('c', { query, using: 'tokens', filter: { must: [{ has_id: ids }] }, limit: 10 });
  return performance.now() - start;
}

/**
 * @param {number} count
 * @param {number} seed
 */
function tokenVectors(count, seed) {
  const values = createVectors({ count, dimension, seed });
  return Array.from({ length: count }, (_, row) => values.subarray(row * dimension, (row + 1) * dimension));
}
