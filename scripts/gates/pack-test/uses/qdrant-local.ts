import { QdrantLocal } from '@x/qdrant-local';

await using database = new QdrantLocal();
await database.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
const points = [
  { id: 1, vector: [1, 0], payload: { name: 'Argo' } },
  { id: 2, vector: [0, 1], payload: { name: 'Pequod' } },
];
await database.upsert('ships', { points });
const found = await database.query('ships', { query: [0.1, 2], limit: 1, with_payload: true });
console.log(found.points.map(({ id, score, payload }) => `${id} ${score} ${String(payload?.['name'])}`)); // => [ '2 2 Pequod' ]
