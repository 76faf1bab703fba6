// Measures how the time of a query grows with the number of points, the dimension, and the share of points that match a filter.
import { QdrantLocal } from '../../../packages/qdrant-local/dist/index.js';
import { median } from '../../statistics.mjs';
import { createVectors } from '../vectors.mjs';
import { createQueries, fill, latencies, readOptions, report } from './child.mjs';

const { pointCounts, dimensions, shares, count, dimension, queryCount } =
  /** @type {{ pointCounts: number[], dimensions: number[], shares: number[], count: number, dimension: number, queryCount: number }} */ (
    /** @type {unknown} */ (readOptions())
  );
const database = new QdrantLocal();
/** @type {[x: number, milliseconds: number][]} */
const byPoints = [];
for (const points of pointCounts) byPoints.push([points, await filled({ count: points, dimension })]);
/** @type {[x: number, milliseconds: number][]} */
const byDimension = [];
for (const size of dimensions) byDimension.push([size, await filled({ count, dimension: size })]);
report({ byPoints, byDimension, ...(await bySelectivity()) });
await database.close();

/** @param {{ count: number, dimension: number }} options */
async function filled(options) {
  await fill(database, 'c', options);
  const milliseconds = await medianLatency(options.dimension, {});
  await database.deleteCollection('c');
  return milliseconds;
}

async function bySelectivity() {
  const results = { withIndex: /** @type {number[][]} */ ([]), withoutIndex: /** @type {number[][]} */ ([]) };
  await database.createCollection('c', { vectors: { size: dimension, distance: 'Cosine' } });
  await database.createPayloadIndex('c', { field_name: 'indexed', field_schema: 'integer' });
  const values = createVectors({ count, dimension, seed: 1 });
  for (let from = 0; from < count; from += 1000) {
    const points = Array.from({ length: Math.min(1000, count - from) }, (_, index) => {
      const id = from + index;
      // Spreads the matching points over the collection, so that they are not neighbors in memory.
      const rank = (id * 7919) % count;
      const vector = values.subarray(id * dimension, (id + 1) * dimension);
      return { id, vector, payload: { indexed: rank, plain: rank } };
    });
    await database.upsert('c', { points });
  }
  for (const share of shares) {
    /** @param {string} key */
    const filter = (key) => ({ filter: { must: [{ key, range: { lt: share * count } }] } });
    results.withIndex.push([share, await medianLatency(dimension, filter('indexed'))]);
    results.withoutIndex.push([share, await medianLatency(dimension, filter('plain'))]);
  }
  return results;
}

/**
 * @param {number} size
 * @param {object} filter
 */
async function medianLatency(size, filter) {
  const queries = createQueries({ count: queryCount, dimension: size });
  /** @param {Float32Array} query */
  const search = (query) => database.query('c', { query, limit: 10, ...filter });
  await latencies(queries.slice(0, 3), search);
  return median(await latencies(queries, search));
}
