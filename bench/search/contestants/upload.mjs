// Uploads points to this project's engine.
import { GROUPS } from '../vectors.mjs';

/** @typedef {import('../../../packages/qdrant-local/dist/index.js').QdrantLocal} QdrantLocal */

/**
 * @param {QdrantLocal} database
 * @param {string} name
 * @param {number} dimension
 */
export async function createCollection(database, name, dimension) {
  await database.createCollection(name, { vectors: { size: dimension, distance: 'Cosine' } });
  await database.createPayloadIndex(name, { field_name: 'group', field_schema: 'integer' });
}

/**
 * Uploads the points in batches. Each batch starts when the previous one is stored.
 *
 * @param {QdrantLocal} database
 * @param {string} name
 * @param {readonly Float32Array[]} vectors
 * @param {number} batch
 */
export async function uploadPoints(database, name, vectors, batch) {
  for (let from = 0; from < vectors.length; from += batch) {
    const points = vectors.slice(from, from + batch).map((vector, index) => pointOf(from + index, vector));
    await database.upsert(name, { points });
  }
}

/**
 * @param {number} id
 * @param {Float32Array} vector
 */
export function pointOf(id, vector) {
  return { id, vector, payload: { group: id % GROUPS, text: `point ${id}` } };
}
