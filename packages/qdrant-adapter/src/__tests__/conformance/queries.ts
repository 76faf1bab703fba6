import { expect, it } from 'vitest';
import { type CreateClient, createShips } from './with-client.ts';

export function describeQueries(createClient: CreateClient): void {
  describeSelections(createClient);
  it.each([
    ['Dot', [3, 1, 2], [6, 2, 0]],
    ['Cosine', [1, 3, 2], [1, 0.6, 0]],
    ['Euclid', [1, 2, 3], [1, 2.236068, 4.1231055]],
    ['Manhattan', [1, 2, 3], [1, 3, 5]],
  ] as const)('orders and scores by %s like the server', async (distance, ids, scores) => {
    await using ships = await createShips(createClient, distance);
    const { points } = await ships.client.query('ships', { query: [2, 0] });
    expect([points.map(({ id }) => id), points.map(({ score }) => score)]).toEqual([ids, scores]);
  });

  it('returns payloads from queryPoints, and none from query by default', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const [bare] = (await client.query('ships', { query: [1, 0] })).points;
    expect(bare).toMatchObject({ id: 3, score: 3 });
    expect([bare!.payload ?? undefined, bare!.vector ?? undefined]).toEqual([undefined, undefined]);
    const body = { query: [1, 0], limit: 1, with_payload: ['name'], with_vector: true };
    expect((await client.query('ships', body)).points[0]).toMatchObject({
      payload: { name: 'Cutty Sark' },
      vector: [3, 4],
    });
    const [full] = (await client.queryPoints('ships', { query: [1, 0] })).points;
    expect(full!.payload).toEqual({ name: 'Cutty Sark', rank: 30 });
    expect(
      (await client.queryPoints('ships', { query: [1, 0], with_payload: false })).points[0]!.payload,
    ).toBeUndefined();
  });
}

function describeSelections(createClient: CreateClient): void {
  it('returns ten points by default', async () => {
    await using ships = await createShips(createClient);
    const points = Array.from({ length: 20 }, (_, index) => ({ id: index, vector: [index, 1] }));
    await ships.client.upsert('ships', { points });
    expect((await ships.client.query('ships', { query: [1, 0] })).points).toHaveLength(10);
    expect((await ships.client.queryPoints('ships', { query: [1, 0] })).points).toHaveLength(10);
    expect((await ships.client.queryPoints('ships', { query: [1, 0], limit: 15 })).points).toHaveLength(15);
  });

  it('applies filter, offset and score_threshold', async () => {
    await using ships = await createShips(createClient);
    const filter = { must: [{ key: 'rank', range: { lte: 20 } }] };
    const idsOf = async (body: object) =>
      (await ships.client.query('ships', { query: [1, 0], ...body })).points.map(({ id }) => id);
    expect(await idsOf({ filter })).toEqual([1, 2]);
    expect(await idsOf({ offset: 1 })).toEqual([1, 2]);
    expect(await idsOf({ score_threshold: 0.5 })).toEqual([3, 1]);
  });

  it('excludes the stored point it searches by, and lists points without a query', async () => {
    await using ships = await createShips(createClient);
    const byId = await ships.client.query('ships', { query: 1 });
    expect(byId.points.map(({ id }) => id)).toEqual([3, 2]);
    const listed = await ships.client.query('ships', {});
    expect(listed.points.map(({ id }) => id)).toEqual([1, 2, 3]);
  });
}
