// Upserts one point after the other and prints each id once it is acknowledged, until it is killed.
import { QdrantLocal } from '@x/qdrant-local';

const database = new QdrantLocal({ path: process.argv[2] });
await database.createCollection('c', { vectors: { size: 4, distance: 'Dot' } });
for (let id = 0; ; id++) {
  await database.upsert('c', { points: [{ id, vector: [id, 1, 2, 3], payload: { text: `point ${id}` } }] });
  process.stdout.write(`${id}\n`);
}
