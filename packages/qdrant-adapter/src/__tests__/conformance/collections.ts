import { expect, it } from 'vitest';
import { type CreateClient, refusalOf } from './with-client.ts';

export function describeCollections(createClient: CreateClient): void {
  it('creates, lists, describes and deletes collections', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    expect(await client.collectionExists('ships')).toEqual({ exists: false });
    expect(await client.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } })).toBe(true);
    expect(await client.createCollection('a b%2', { vectors: { one: { size: 3, distance: 'Cosine' } } })).toBe(true);
    expect(await client.collectionExists('ships')).toEqual({ exists: true });
    const names = (await client.getCollections()).collections.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(['ships', 'a b%2']));
    expect((await client.getCollection('a b%2')).config.params.vectors).toEqual({
      one: { size: 3, distance: 'Cosine' },
    });
    expect((await client.getCollection('ships')).points_count).toBe(0);
    expect(await client.deleteCollection('ships')).toBe(true);
    expect(await client.deleteCollection('ships')).toBe(false);
    expect(await client.collectionExists('ships')).toEqual({ exists: false });
  });

  it('rejects an existing and a missing collection with the messages of the server', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    const body = { vectors: { size: 2, distance: 'Dot' } } as const;
    await client.createCollection('ships', body);
    expect(await refusalOf(client.createCollection('ships', body))).toEqual({
      code: 'VECTOR_STORE',
      status: 409,
      operation: 'createCollection',
      message: 'Wrong input: Collection `ships` already exists!',
    });
    expect(await refusalOf(client.getCollection('boats'))).toEqual({
      code: 'VECTOR_STORE',
      status: 404,
      operation: 'getCollection',
      message: "Not found: Collection `boats` doesn't exist!",
    });
  });
}
