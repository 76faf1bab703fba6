import { expect, it, vi } from 'vitest';
import { createVectorStore, QdrantClient } from './index.ts';

it.each([
  ['has too many components', new Float32Array(3), 'Wrong input: Vector dimension error: expected dim: 2, got 3'],
  ['has a name', { mast: new Float32Array(2) }, 'Wrong input: Not existing vector name error: mast'],
])(
  'sends no point of an upsert when a vector of it %s, since a server would write those before',
  async (_, vector, message) => {
    await using client = new QdrantClient(':memory:');
    const store = createVectorStore(client, { collection: 'ships', dimension: 2 });
    await store.upsert([]);
    const upsert = vi.spyOn(client, 'upsert');
    const points = [{ id: 1, vector: new Float32Array(2), payload: {} }, { id: 2, vector: vector as Float32Array, payload: {} }]; // prettier-ignore
    await expect(store.upsert(points)).rejects.toMatchObject({ status: 400, operation: 'upsert', message });
    expect(upsert).not.toHaveBeenCalled();
  },
);
