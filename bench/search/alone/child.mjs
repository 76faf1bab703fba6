// Functions shared by the measurements of this project alone. Each runs in a fresh process and prints one JSON object.
import { createCollection, uploadPoints } from '../contestants/upload.mjs';
import { createVectors } from '../vectors.mjs';

/** Seed of the queries. It differs from the seed of the points. */
const QUERY_SEED = 2;

/**
 * Fills a collection from slices of one array, so that no second copy of all vectors stays in memory.
 *
 * @param {import('../../../packages/qdrant-local/dist/index.js').QdrantLocal} database
 * @param {string} name
 * @param {{ count: number, dimension: number }} options
 */
export async function fill(database, name, { count, dimension }) {
  await createCollection(database, name, dimension);
  const values = createVectors({ count, dimension, seed: 1 });
  const rows = Array.from({ length: count }, (_, row) => values.subarray(row * dimension, (row + 1) * dimension));
  await uploadPoints(database, name, rows, 1000);
}

/**
 * @param {{ count: number, dimension: number }} options
 * @returns {Float32Array[]}
 */
export function createQueries({ count, dimension }) {
  const values = createVectors({ count, dimension, seed: QUERY_SEED });
  return Array.from({ length: count }, (_, row) => values.subarray(row * dimension, (row + 1) * dimension));
}

/**
 * @param {readonly Float32Array[]} queries
 * @param {(query: Float32Array) => Promise<unknown>} query
 * @returns {Promise<number[]>} milliseconds
 */
export async function latencies(queries, query) {
  /** @type {number[]} */
  const times = [];
  for (const vector of queries) {
    const start = performance.now();
    await query(vector);
    times.push(performance.now() - start);
  }
  return times;
}

/** @returns {{ count: number, dimension: number }} */
export function readOptions() {
  return JSON.parse(process.argv[2] ?? '{}');
}

/** @param {object} result */
export function report(result) {
  process.stdout.write(JSON.stringify(result));
}
