import { QdrantClient } from '@x/qdrant-adapter';

await using client = new QdrantClient(':memory:');
await client.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
const points = [
  { id: 1, vector: [1, 0], payload: { name: 'Argo' } },
  { id: 2, vector: [0, 1], payload: { name: 'Pequod' } },
];
await client.upsert('ships', { points });
const found = await client.queryPoints('ships', { query: [0.1, 2], limit: 1 });
console.log(found.points.map(({ id, score, payload }) => `${id} ${score} ${String(payload?.['name'])}`)); // => [ '2 2 Pequod' ]
