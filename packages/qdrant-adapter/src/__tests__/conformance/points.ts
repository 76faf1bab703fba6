import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CreateClient, createShips } from './with-client.ts';

const uuid = '5c56c793-69f3-4fbf-87e6-c4bf54c28c26';

export function describePoints(createClient: CreateClient): void {
  describePayloads(createClient);
  describeDeletionAndPages(createClient);
  it('stores points in a list and by column, and returns the requested parts', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    await client.createCollection('p', {
      vectors: { one: { size: 2, distance: 'Dot' }, two: { size: 1, distance: 'Dot' } },
    });
    const answer = await client.upsert('p', {
      points: [
        { id: uuid, vector: { one: new Float32Array([0.1, 2]), two: [3] }, payload: { deep: { list: [1, null] } } },
      ],
    });
    expect(answer.status).toBe('completed');
    await client.upsert('p', {
      batch: {
        ids: [7n, 8],
        vectors: {
          one: [
            [1, 2],
            [3, 4],
          ],
        },
        payloads: [{ a: 1 }, null],
      },
    });
    expect(await client.retrieve('p', { ids: [8, uuid, 99], with_vector: true })).toEqual([
      { id: 8, payload: {}, vector: { one: [3, 4] } },
      { id: uuid, payload: { deep: { list: [1, null] } }, vector: { one: [0.1, 2], two: [3] } },
    ]);
    expect(await client.retrieve('p', { ids: [7], with_payload: false, with_vector: ['one'] })).toEqual([
      { id: 7, vector: { one: [1, 2] } },
    ]);
  });

  it('returns every 32-bit float exactly', async () => {
    await using underTest = await createClient();
    const { client } = underTest;
    await client.createCollection('p', { vectors: { size: 4, distance: 'Dot' } });
    const typed = fc.float32Array({ minLength: 4, maxLength: 4, noNaN: true, noDefaultInfinity: true });
    const listed = typed.map((vector) => Array.from(vector));
    await fc.assert(
      fc.asyncProperty(fc.oneof(typed, listed), async (vector) => {
        await client.upsert('p', { points: [{ id: 1, vector }] });
        const [point] = await client.retrieve('p', { ids: [1], with_vector: true });
        expect(Float32Array.from(point!.vector as number[], (value) => value + 0)).toEqual(
          Float32Array.from(vector, (value) => value + 0),
        );
      }),
      { numRuns: 50 },
    );
  });
}

function describePayloads(createClient: CreateClient): void {
  it('replaces the whole point when its id is stored again', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.upsert('ships', { points: [{ id: 1, vector: [5, 5], payload: { other: true } }] });
    expect(await client.retrieve('ships', { ids: [1], with_vector: true })).toEqual([
      { id: 1, payload: { other: true }, vector: [5, 5] },
    ]);
    expect(await client.count('ships')).toEqual({ count: 3 });
  });

  it('keeps JSON payloads unchanged, including large numbers', async () => {
    await using ships = await createShips(createClient);
    const payload = { n: 1e17, list: [2 ** 60, -0.5], deep: { id: 2 ** 55, text: 'é 😀' }, nothing: null, yes: true };
    await ships.client.upsert('ships', { points: [{ id: 9, vector: [1, 1], payload }] });
    expect(await ships.client.retrieve('ships', { ids: [9] })).toEqual([{ id: 9, payload }]);
  });

  it('merges payloads, by ids and by filter', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.setPayload('ships', { payload: { rank: 11, sunk: false }, points: [1] });
    await client.setPayload('ships', {
      payload: { old: true },
      filter: { must: [{ key: 'rank', range: { gte: 20 } }] },
    });
    const payloads = (await client.scroll('ships')).points.map(({ payload }) => payload);
    expect(payloads).toEqual([
      { name: 'Argo', rank: 11, sunk: false },
      { name: 'Beagle', rank: 20, old: true },
      { name: 'Cutty Sark', rank: 30, old: true },
    ]);
  });
}

function describeDeletionAndPages(createClient: CreateClient): void {
  it('deletes by ids and by filter, and the result is visible immediately', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    expect((await client.delete('ships', { points: [1, 99] })).status).toBe('completed');
    expect(await client.count('ships')).toEqual({ count: 2 });
    await client.delete('ships', { filter: { must: [{ key: 'name', match: { value: 'Beagle' } }] } });
    expect((await client.scroll('ships')).points.map(({ id }) => id)).toEqual([3]);
  });

  it('returns pages of points ordered by id', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.upsert('ships', { points: [{ id: uuid, vector: [0, 0] }] });
    const first = await client.scroll('ships', { limit: 2, with_payload: false });
    expect(first).toEqual({ points: [{ id: 1 }, { id: 2 }], next_page_offset: 3 });
    const last = await client.scroll('ships', {
      limit: 2,
      offset: first.next_page_offset ?? null,
      with_payload: ['name'],
    });
    expect(last).toEqual({
      points: [
        { id: 3, payload: { name: 'Cutty Sark' } },
        { id: uuid, payload: {} },
      ],
      next_page_offset: null,
    });
  });

  it('counts all points, or those that match a filter', async () => {
    await using ships = await createShips(createClient);
    expect(await ships.client.count('ships')).toEqual({ count: 3 });
    const filter = { must_not: [{ key: 'rank', range: { lt: 15 } }] };
    expect(await ships.client.count('ships', { filter })).toEqual({ count: 2 });
  });
}
