import { expect, it, vi } from 'vitest';
import { createSearchStore, createVectorStore, QdrantClient } from './index.ts';

it.each([
  ['has too many components', new Float32Array(3), 'Wrong input: Vector dimension error: expected dim: 2, got 3'],
  ['has a name', { mast: new Float32Array(2) }, 'Wrong input: Not existing vector name error: mast'],
])('sends no point of an upsert when one of its vectors %s', async (_, vector, message) => {
  await using client = new QdrantClient(':memory:');
  const store = createVectorStore(client, { collection: 'ships', dimension: 2 });
  await store.upsert([]);
  const upsert = vi.spyOn(client, 'upsert');
  const points = [{ id: 1, vector: new Float32Array(2), payload: {} }, { id: 2, vector: vector as Float32Array, payload: {} }]; // prettier-ignore
  await expect(store.upsert(points)).rejects.toMatchObject({ status: 400, operation: 'upsert', message });
  expect(upsert).not.toHaveBeenCalled();
});

it.each([
  [':memory:', {}],
  [{ url: 'http://127.0.0.1' }, { serverAddress: '127.0.0.1', serverPort: 6333 }],
  [{ url: 'https://example.org:443/qdrant' }, { serverAddress: 'example.org', serverPort: 443 }],
  [
    { url: 'https://example.org', port: null },
    { serverAddress: 'example.org', serverPort: 443 },
  ],
  [{ url: 'http://[::1]:7000' }, { serverAddress: '::1', serverPort: 7000 }],
] as const)('a store over a client of %j describes its database', async (location, server) => {
  await using client = new QdrantClient(location);
  const database = { system: 'qdrant', collection: 'ships', ...server };
  expect(createVectorStore(client, { collection: 'ships', dimension: 2 }).database).toEqual(database);
  expect(createSearchStore(client, { collection: 'ships', dimension: 2 }).database).toEqual(database);
});
