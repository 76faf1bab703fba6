// Fills a folder with points that have a multivector on disk, or have none, then reopens the folder and searches. Prints the bytes in
// use after writing and after searching. Needs --expose-gc.
import { setImmediate } from 'node:timers/promises';

import { QdrantLocal } from '@x/qdrant-local';

const [path, kind] = process.argv.slice(2);
const dimension = 128;
const rowCount = 64;
const count = 1600;

async function bytesInUse() {
  for (let round = 0; round < 6; round++) {
    await globalThis.gc({ type: 'major', execution: 'async' });
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const tokens = { size: dimension, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true };
const rows = (id) => Array.from({ length: rowCount }, () => new Float32Array(dimension).fill(id));
const vectorOf = (id) => (kind === 'with' ? { d: [id], tokens: rows(id) } : { d: [id] });
const open = () => new QdrantLocal({ path, durability: 'relaxed' });

let database = open();
await database.createCollection('c', { vectors: { d: { size: 1, distance: 'Dot' }, tokens } });
for (let first = 0; first < count; first += 50) {
  const points = Array.from({ length: 50 }, (_, index) => ({ id: first + index, vector: vectorOf(first + index) }));
  await database.upsert('c', { points });
}
const written = await bytesInUse();
await database.close();
database = open();
await database.query('c', { query: [rows(1)[0]], using: 'tokens', limit: count });
const searched = await bytesInUse();
await database.close();
process.stdout.write(JSON.stringify({ written, searched, packedBytes: 4 * dimension * rowCount * count }));
