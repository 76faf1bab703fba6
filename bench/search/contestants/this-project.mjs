// The contestant of this project's engine. It imports the public entry point.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QdrantLocal } from '../../../packages/qdrant-local/dist/index.js';
import { readVectors } from '../vectors.mjs';
import { createCollection, uploadPoints } from './upload.mjs';
import { oneByOne, serveSearch } from './serve-search.mjs';

await serveSearch(async ({ queries: queriesFile, dimension, limit, batch, folder }) => {
  const queries = readVectors(queriesFile, dimension);
  const database = new QdrantLocal();
  /** @type {Map<string, string>} name of the collection, by file of vectors */
  const collections = new Map();

  /** @param {string} file */
  const collectionOf = async (file) => {
    const name = collections.get(file) ?? `c${collections.size}`;
    if (!collections.has(file)) {
      await createCollection(database, name, dimension);
      await uploadPoints(database, name, readVectors(file, dimension), batch);
      collections.set(file, name);
    }
    return name;
  };

  /**
   * @param {string} file
   * @param {number} count
   * @param {object} filter
   */
  const query = async (file, count, filter = {}) => {
    const name = await collectionOf(file);
    return oneByOne(queries.slice(0, count), async (vector) => {
      const { points } = await database.query(name, { query: vector, limit, ...filter });
      return points.map(({ id }) => Number(id));
    });
  };

  /**
   * @param {QdrantLocal} target
   * @param {string} file
   * @param {number} count
   */
  const upload = async (target, file, count) => {
    const vectors = readVectors(file, dimension).slice(0, count);
    await createCollection(target, 'upload', dimension);
    const start = performance.now();
    await uploadPoints(target, 'upload', vectors, batch);
    const seconds = (performance.now() - start) / 1000;
    await target.deleteCollection('upload');
    return { seconds, items: count };
  };

  return {
    versions: { '@x/qdrant-local': versionOf('qdrant-local') },
    tasks: {
      query,
      'filtered-query': (file, count) =>
        query(file, count, { filter: { must: [{ key: 'group', match: { value: 3 } }] } }),
      upload: (file, count) => upload(database, file, count),
      'upload-to-disk': async (file, count) => {
        const path = mkdtempSync(join(folder, 'this-project-'));
        const onDisk = new QdrantLocal({ path });
        try {
          return await upload(onDisk, file, count);
        } finally {
          await onDisk.close();
          rmSync(path, { recursive: true, force: true });
        }
      },
    },
  };
});

/** @param {string} name */
function versionOf(name) {
  const manifest = new URL(`../../../packages/${name}/package.json`, import.meta.url);
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
