// The namespace of a running server that the conformance suites use. Here the server is the one of the embedded engine.
import { serve } from '@x/qdrant-local/server';
import { expect, it } from 'vitest';
import { openNamespace } from './__tests__/real-server.ts';
import { QdrantClient } from './index.ts';

const vectors = { size: 2, distance: 'Dot' } as const;

it('a namespace starts empty, and disposing deletes only its own collections', async () => {
  await using engine = await serve({ port: 0 });
  await using owner = new QdrantClient(engine.url);
  await owner.createCollection('c', { vectors });
  {
    await using namespace = await openNamespace({ url: engine.url, apiKey: undefined });
    await using client = new QdrantClient(namespace.url);
    expect(await client.getCollections()).toEqual({ collections: [] });
    await client.createCollection('c', { vectors });
    expect((await client.getCollection('c')).config.params.replication_factor).toBe(1);
    expect((await owner.getCollections()).collections).toHaveLength(2);
  }
  expect(await owner.getCollections()).toEqual({ collections: [{ name: 'c' }] });
});

it('a namespace of a cluster creates collections with the given number of replicas', async () => {
  await using engine = await serve({ port: 0 });
  await using namespace = await openNamespace({ url: engine.url, apiKey: undefined, copies: 3 });
  await using client = new QdrantClient(namespace.url);
  await client.createCollection('c', { vectors });
  await client.createCollection('d', { vectors, replication_factor: 2 });
  const copiesOf = async (name: string): Promise<unknown> => {
    const { replication_factor, write_consistency_factor } = (await client.getCollection(name)).config.params;
    return [replication_factor, write_consistency_factor];
  };
  expect([await copiesOf('c'), await copiesOf('d')]).toEqual([[3, 3], [2, 1]]); // prettier-ignore
});
