import { expect, it } from 'vitest';
import { type CreateClient, createShips, knowsVersion, refusalOf } from './with-client.ts';

export function describeSchemas(createClient: CreateClient): void {
  it('creates and renames aliases, either all or none', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const fleet = { collection_name: 'ships', alias_name: 'fleet' };
    await client.updateCollectionAliases({ actions: [{ create_alias: fleet }] });
    expect(await client.getCollectionAliases('ships')).toEqual({ aliases: [fleet] });
    expect(await client.count('fleet')).toEqual({ count: 3 });
    const rename = { rename_alias: { old_alias_name: 'fleet', new_alias_name: 'navy' } };
    const missing = { create_alias: { collection_name: 'boats', alias_name: 'boat' } };
    // Servers before 1.20 keep the effect of actions that precede a refused one.
    expect(await refusalOf(client.updateCollectionAliases({ actions: [missing, rename] }))).toMatchObject({
      status: 404,
    });
    await client.updateCollectionAliases({ actions: [rename] });
    expect(await client.getAliases()).toEqual({ aliases: [{ ...fleet, alias_name: 'navy' }] });
  });

  it('indexes payload fields, and lists the indexes', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.createPayloadIndex('ships', { field_name: 'name', field_schema: 'keyword' });
    await client.createPayloadIndex('ships', { field_name: 'rank', field_schema: { type: 'integer', lookup: false } });
    const { payload_schema: schema } = await client.getCollection('ships');
    expect([schema['name']?.data_type, schema['rank']?.data_type, schema['name']?.points]).toEqual([
      'keyword',
      'integer',
      3,
    ]);
    await client.deletePayloadIndex('ships', 'name');
    expect(Object.keys((await client.getCollection('ships')).payload_schema)).toEqual(['rank']);
  });

  it('finds strings by a substring', async ({ skip }) => {
    await using ships = await createShips(createClient);
    skip(!(await knowsVersion(20, ships.client)), 'the server is older than 1.20');
    const filter = { must: [{ key: 'name', match: { substring: 'ty S' } }] };
    expect(await ships.client.count('ships', { filter })).toEqual({ count: 1 });
  });

  it('counts the values of a field', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.createPayloadIndex('ships', { field_name: 'name', field_schema: 'keyword' });
    await client.upsert('ships', { points: [{ id: 4, vector: [1, 1], payload: { name: 'Argo' } }] });
    expect(await client.facet('ships', { key: 'name', limit: 2, exact: true })).toEqual({
      hits: [
        { value: 'Argo', count: 2 },
        { value: 'Beagle', count: 1 },
      ],
    });
  });

  it('adds and removes named vectors', async ({ skip }) => {
    await using underTest = await createClient();
    const { client } = underTest;
    skip(!(await knowsVersion(18, client)), 'the server is older than 1.18');
    await client.createCollection('ships', { vectors: { hull: { size: 2, distance: 'Dot' } } });
    await client.upsert('ships', { points: [{ id: 1, vector: { hull: [1, 2] } }] });
    await client.createVectorName('ships', 'sail', { dense: { size: 3, distance: 'Cosine' } });
    await client.createVectorName('ships', 'words', { sparse: {} });
    const sparse = { indices: [7], values: [1] };
    await client.updateVectors('ships', { points: [{ id: 1, vector: { sail: [0, 0, 2], words: sparse } }] });
    const read = async () => (await client.retrieve('ships', { ids: [1], with_vector: true }))[0]!.vector;
    expect(await read()).toEqual({ hull: [1, 2], sail: [0, 0, 1], words: sparse });
    await client.deleteVectorName('ships', 'hull');
    expect(await read()).toEqual({ sail: [0, 0, 1], words: sparse });
    expect(await refusalOf(client.query('ships', { query: [1, 2], using: 'hull' }))).toMatchObject({ status: 400 });
  });

  it('accepts the settings of a cluster, which do not change results', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    await client.createCollection('articles', {
      vectors: { embedding: { size: 2, distance: 'Dot', on_disk: true } },
      quantization_config: { scalar: { type: 'int8', quantile: 0.99, always_ram: true } },
      optimizers_config: { indexing_threshold: 0 },
      on_disk_payload: true,
      shard_number: 6,
      replication_factor: 2,
      write_consistency_factor: 1,
    });
    await client.upsert('articles', { points: [{ id: 1, vector: { embedding: [1, 2] } }], ordering: 'strong' });
    const body = { query: [1, 1], using: 'embedding', params: { hnsw_ef: 256 }, consistency: 'majority' } as const;
    expect((await client.query('articles', body)).points).toMatchObject([{ id: 1, score: 3 }]);
  });

  it('changes settings, recreates a collection, and returns the version of the engine', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    expect(await client.updateCollection('ships', { hnsw_config: { m: 32 } })).toBe(true);
    expect((await client.getCollection('ships')).config.hnsw_config.m).toBe(32);
    expect(await client.recreateCollection('ships', { vectors: { size: 5, distance: 'Dot' } })).toBe(true);
    expect(await client.count('ships')).toEqual({ count: 0 });
    expect(await client.versionInfo()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });
}
