// Measures the memory of points: resident memory with them, less the resident memory before, both after garbage collection. Needs
// --expose-gc.
import { QdrantLocal } from '../../../packages/qdrant-local/dist/index.js';
import { createCollection } from '../contestants/upload.mjs';
import { createVectors, GROUPS } from '../vectors.mjs';
import { readOptions, report } from './child.mjs';

const { count, dimension } = readOptions();
const database = new QdrantLocal();
await createCollection(database, 'c', dimension);
await uploadOnce(0, 1000);
const before = residentBytes();
for (let from = 1000; from < count; from += 1000) await uploadOnce(from, from + 1000);
const bytes = residentBytes() - before;
report({ ratio: bytes / ((count - 1000) * dimension * 4), bytesPerPoint: bytes / (count - 1000) });
await database.close();

/**
 * Generates and uploads one batch, so that only the database holds its vectors.
 *
 * @param {number} from
 * @param {number} to
 */
async function uploadOnce(from, to) {
  const values = createVectors({ count: to - from, dimension, seed: from });
  const points = Array.from({ length: to - from }, (_, index) => ({
    id: from + index,
    vector: values.subarray(index * dimension, (index + 1) * dimension),
    payload: { group: index % GROUPS, text: `point ${from + index}` },
  }));
  await database.upsert('c', { points });
}

function residentBytes() {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage.rss();
}
