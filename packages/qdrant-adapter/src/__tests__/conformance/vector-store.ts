import { expect, it } from 'vitest';
import { createVectorStore } from '../../index.ts';
import { type CreateClient, refusalOf } from './with-client.ts';

const point = (id: number) => ({ id, vector: new Float32Array([id]), payload: {} });

export function describeVectorStore(createClient: CreateClient): void {
  describeBeginnings(createClient);
  it.each([undefined, 'text'])('is a store of a pipeline with the vector %s', async (using) => {
    await using underTest = await createClient();
    const { client } = underTest;
    const options = { collection: 'ships', dimension: 2, ...(using === undefined ? {} : { using }) };
    const store = createVectorStore<{ name: string }>(client, options);
    expect(await client.collectionExists('ships')).toEqual({ exists: false });
    expect(await store.query(new Float32Array([1, 0]), { limit: 1 })).toEqual([]);
    await store.upsert([
      { id: 1, vector: new Float32Array([2, 0]), payload: { name: 'Argo' } },
      { id: 2, vector: new Float32Array([0, 2]), payload: { name: 'Beagle' } },
    ]);
    expect(await store.query(new Float32Array([1, 0]), { limit: 2 })).toEqual([
      { id: 1, score: 1, payload: { name: 'Argo' } },
      { id: 2, score: 0, payload: { name: 'Beagle' } },
    ]);
    const filter = { must: [{ key: 'name', match: { value: 'Beagle' } }] };
    expect(await store.query(new Float32Array([1, 0]), { limit: 2, filter })).toMatchObject([{ id: 2 }]);
    await store.delete([1, 99]);
    await store.delete([]);
    await store.upsert([]);
    expect(await client.count('ships')).toEqual({ count: 1 });
  });

  it('rejects a collection with a different size, distance or vector name, and describes its vectors', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    await client.createCollection('ships', { vectors: { size: 3, distance: 'Dot' } });
    const query = (options: { dimension: number; distance?: 'Dot'; using?: string }) =>
      createVectorStore(client, { collection: 'ships', ...options }).query(new Float32Array(2), { limit: 1 });
    expect(await refusalOf(query({ dimension: 2, distance: 'Dot' }))).toMatchObject({
      status: 409,
      message: expect.stringMatching(/of 2 components with Dot, but .* "ships" has one of 3 components with Dot/),
    });
    expect(await refusalOf(query({ dimension: 3 }))).toMatchObject({
      message: expect.stringMatching(/Cosine.*with Dot/),
    });
    expect(await refusalOf(query({ dimension: 3, using: 'text' }))).toMatchObject({
      message: expect.stringContaining('has no such vector'),
    });
    expect(await query({ dimension: 3, distance: 'Dot' }).catch(({ status }: { status: number }) => status)).toBe(400);
  });
}

function describeBeginnings(createClient: CreateClient): void {
  it('checks its options first, and its signal before each call', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    expect(() => createVectorStore(client, { collection: 'a', dimension: 0 })).toThrow(/^dimension must be/);
    expect(() => createVectorStore(client, { collection: '', dimension: 2 })).toThrow(/^collection must be/);
    const distance = 'cosine' as 'Cosine';
    expect(() => createVectorStore(client, { collection: 'a', dimension: 2, distance })).toThrow(
      /^distance must be one of/,
    );
    const store = createVectorStore(client, { collection: 'a', dimension: 2 });
    await expect(store.delete([1], { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(await client.collectionExists('a')).toEqual({ exists: false });
  });

  it('creates the collection once when the first calls run at the same time', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    const store = createVectorStore(client, { collection: 'ships', dimension: 1, distance: 'Dot' });
    await Promise.all([1, 2, 3].map((id) => store.upsert([point(id)])));
    expect(await client.count('ships')).toEqual({ count: 3 });
  });
}
