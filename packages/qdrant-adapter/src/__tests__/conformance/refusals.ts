import { expect, it } from 'vitest';
import type { PointStruct, QueryRequest, UpsertRequest } from '../../index.ts';
import { type CreateClient, createShips, refusalOf } from './with-client.ts';

export function describeRefusals(createClient: CreateClient): void {
  it('rejects what the server rejects, with the same status and message', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const upsert = (point: PointStruct) => client.upsert('ships', { points: [point] });
    const query = (body: QueryRequest) => client.query('ships', body);
    const cases: [() => Promise<unknown>, number, string][] = [
      [() => upsert({ id: 9, vector: [1, 2, 3] }), 400, 'Wrong input: Vector dimension error: expected dim: 2, got 3'],
      [() => upsert({ id: 9, vector: { other: [1, 2] } }), 400, 'Wrong input: Not existing vector name error: other'],
      [() => query({ query: [1] }), 400, 'Wrong input: Vector dimension error: expected dim: 2, got 1'],
      [() => query({ query: [1, 0], using: 'other' }), 400, 'Wrong input: Not existing vector name error: other'],
      [() => query({ query: 777 }), 404, 'Not found: No point with id 777 found'],
      [() => client.query('boats', { query: [1, 0] }), 404, "Not found: Collection `boats` doesn't exist!"],
      [
        () => client.upsert('boats', { points: [{ id: 1, vector: [1] }] }),
        404,
        "Not found: Collection `boats` doesn't exist!",
      ],
    ];
    for (const [call, status, message] of cases) expect(await refusalOf(call())).toMatchObject({ status, message });
    expect(await refusalOf(query({ query: [1, 0], limit: 0 }))).toMatchObject({ code: 'VECTOR_STORE', status: 422 });
  });

  it('changes nothing when one of several points is invalid', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const before = await client.scroll('ships', { with_vector: true });
    const good = { id: 1, vector: [7, 7] };
    for (const bad of [
      { id: 4, vector: [1, Infinity] },
      { id: 2 ** 53, vector: [1, 2] },
    ]) {
      await expect(client.upsert('ships', { points: [good, bad, good] })).rejects.toThrow();
    }
    expect(await client.scroll('ships', { with_vector: true })).toEqual(before);
  });

  it('rejects a write that JSON would turn into a write to every point, and changes nothing', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const before = await client.scroll('ships');
    const conditions: [object, string][] = [
      [{ key: 'rank', range: { lt: Number.NaN } }, 'filter.must[0].range.lt'],
      [{ key: 'rank', range: { gt: -Infinity } }, 'filter.must[0].range.gt'],
      [{ key: 'rank', values_count: { gt: Number.NaN } }, 'filter.must[0].values_count.gt'],
      [{ has_id: undefined }, 'filter.must[0].has_id'],
      [{ key: 'rank', range: { gt: 1, lt: undefined } }, 'filter.must[0].range.lt'],
      [new Map(), 'filter.must[0]'],
    ];
    for (const [condition, parameter] of conditions) {
      const refused = client.delete('ships', { filter: { must: [condition as { has_id: [] }] } });
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
    }
    const refused = client.delete('ships', { filter: new Map() as object });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'filter' });
    expect(await client.scroll('ships')).toEqual(before);
  });

  it('accepts a Date as a bound, and stores a Date as text', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.setPayload('ships', { points: [1], payload: { built: new Date(0) } });
    const range = { lte: new Date(0) as unknown as string };
    const { points } = await client.scroll('ships', { filter: { must: [{ key: 'built', range }] } });
    expect(points).toMatchObject([{ id: 1, payload: { built: '1970-01-01T00:00:00.000Z' } }]);
  });

  it('rejects invalid bodies and collection names', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    for (const name of ['', '.', '..', 'a\ud800']) {
      expect(await refusalOf(client.deleteCollection(name))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    const noBody = client.createCollection('x', [] as object);
    expect(await refusalOf(noBody)).toMatchObject({ message: expect.stringMatching(/^body must be an object/) });
    const noPoints = client.upsert('ships', {} as UpsertRequest);
    expect(await refusalOf(noPoints)).toMatchObject({ code: 'VECTOR_STORE' });
  });
}
