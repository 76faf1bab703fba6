import { VectorStoreError } from '@x/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { createVectorStore, QdrantClient } from '../index.ts';

const guard = { field: '_index.run', version: 5 };
const point = { id: 1, vector: Float32Array.of(1, 0), payload: { _index: { run: 5 } } };
const range = { type: 'integer', lookup: false, range: true };

describe('the first guarded call of a store', () => {
  let client: QdrantClient;
  beforeEach(() => {
    client = new QdrantClient(':memory:');
    return () => client.close();
  });
  const storeOf = () => createVectorStore(client, { collection: 'ships', dimension: 2 });
  const indexesIn = async () => (await client.getCollection('ships')).payload_schema;

  it('creates a range index of its field, and later calls do not check again', async () => {
    const store = storeOf();
    await store.upsert([point]);
    expect(await indexesIn()).toEqual({});
    await store.upsertUnlessNewer([point], guard);
    expect(await indexesIn()).toMatchObject({ '_index.run': { data_type: 'integer', params: range } });
    const [ask, create] = [vi.spyOn(client, 'getCollection'), vi.spyOn(client, 'createPayloadIndex')];
    await store.updateUnlessNewer([1], { run: 6 }, guard);
    await store.deleteUnlessNewer([1], guard);
    expect(ask).not.toHaveBeenCalled();
    expect(create).not.toHaveBeenCalled();
  });

  it('indexes the fields of a scan too', async () => {
    for await (const _ of storeOf().scanUnlessNewer({ ...guard, where: { '_index.passage': 0 } }));
    expect(Object.keys(await indexesIn()).toSorted()).toEqual(['_index.passage', '_index.run']);
  });

  it('keeps an existing index', async () => {
    await storeOf().upsert([]);
    await client.createPayloadIndex('ships', { field_name: '_index.run', field_schema: 'integer' });
    const create = vi.spyOn(client, 'createPayloadIndex');
    await storeOf().upsertUnlessNewer([point], guard);
    expect(create).not.toHaveBeenCalled();
  });

  it('continues when another process created the index, else rejects and tries again at the next call', async () => {
    const store = storeOf();
    const failure = new VectorStoreError({ message: 'conflict', operation: 'createPayloadIndex', status: 500 });
    const createPayloadIndex = client.createPayloadIndex.bind(client);
    const create = vi.spyOn(client, 'createPayloadIndex').mockRejectedValueOnce(failure);
    await expect(store.upsertUnlessNewer([point], guard)).rejects.toBe(failure);
    create.mockImplementationOnce(async (...call) => {
      await createPayloadIndex(...call);
      throw failure;
    });
    await store.upsertUnlessNewer([point], guard);
    expect(await store.retrieve([1])).toEqual([{ id: 1, payload: point.payload }]);
  });
});

describe('a server', () => {
  const storeOn = (version: string) => {
    const client = new QdrantClient({ url: 'http://127.0.0.1:1' });
    vi.spyOn(client, 'collectionExists').mockResolvedValue({ exists: false });
    vi.spyOn(client, 'createCollection').mockResolvedValue(true);
    vi.spyOn(client, 'getCollection').mockResolvedValue({ payload_schema: { '_index.run': {} } } as never);
    vi.spyOn(client, 'versionInfo').mockResolvedValue({ title: 'qdrant', version });
    const upsert = vi.spyOn(client, 'upsert').mockResolvedValue({ status: 'completed' } as never);
    return { store: createVectorStore(client, { collection: 'ships', dimension: 2 }), upsert };
  };

  it.each(['1.15.5', 'v0.11.0'])('of version %s ignores the condition and is rejected', async (version) => {
    const { store, upsert } = storeOn(version);
    await expect(store.upsertUnlessNewer([point], guard)).rejects.toMatchObject({ status: 501, message: expect.stringContaining(version) }); // prettier-ignore
    expect(upsert).not.toHaveBeenCalled();
  });

  it.each(['1.16.0', '1.20.1', '2.0.0', 'dev'])('of version %s receives the condition', async (version) => {
    const { store, upsert } = storeOn(version);
    await store.upsertUnlessNewer([point], guard);
    const condition = { must_not: [{ key: '_index.run', range: { gt: 5 } }] };
    expect(upsert).toHaveBeenCalledWith('ships', expect.objectContaining({ update_filter: condition }), {});
  });
});
