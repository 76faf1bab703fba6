// Fills and removes a collection, or a database, 20 times. Prints the bytes in use after each removal, and the bytes of one
// collection's vectors. Needs --expose-gc.
import { setImmediate } from 'node:timers/promises';

import { QdrantLocal } from '@x/qdrant-local';

const [kind, path] = process.argv.slice(2);
const dimension = 512;
const count = 2000;

async function fill(database) {
  await database.recreateCollection('c', { vectors: { size: dimension, distance: 'Dot' } });
  await database.createPayloadIndex('c', { field_name: 'group', field_schema: 'keyword' });
  for (let id = 0; id < count; id += 1000) {
    const ids = Array.from({ length: 1000 }, (_, index) => id + index);
    const vector = new Float32Array(dimension).fill(id);
    await database.upsert('c', { points: ids.map((own) => ({ id: own, vector, payload: { group: `group ${own}` } })) });
  }
  await database.query('c', { query: new Float32Array(dimension).fill(1), limit: 1 });
}

// References to all databases, so that the garbage collector cannot free what closing should have released.
const databases = [new QdrantLocal(kind === 'collection' ? {} : { path })];
const inUse = [];
for (let cycle = 0; cycle < 20; cycle++) {
  const database = databases.at(-1);
  await fill(database);
  if (kind === 'collection') await database.deleteCollection('c');
  else {
    await database.close();
    databases.push(new QdrantLocal({ path }));
  }
  // Each garbage collection runs with an empty stack, which could otherwise hold a reference. Memory outside the heap is released in
  // parallel, and only a later collection counts it.
  for (let round = 0; round < 8; round++) {
    await globalThis.gc({ type: 'major', execution: 'async' });
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  inUse.push(heapUsed + external);
}
await databases.at(-1).close();
process.stdout.write(JSON.stringify({ inUse, vectorBytes: 4 * dimension * count }));
