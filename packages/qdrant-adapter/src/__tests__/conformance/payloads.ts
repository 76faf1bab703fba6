import { expect, it } from 'vitest';
import { type CreateClient, createShips } from './with-client.ts';

export function describePayloads(createClient: CreateClient): void {
  it('merges, replaces, removes and clears payloads by ids and by filters', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const filter = { must: [{ key: 'rank', range: { gte: 20 } }] };
    await client.setPayload('ships', { payload: { crew: { count: 7 } }, filter });
    await client.setPayload('ships', { payload: { captain: 'Fitzroy' }, points: [2], key: 'crew' });
    await client.overwritePayload('ships', { payload: { name: 'Argo II' }, points: [1] });
    await client.deletePayload('ships', { keys: ['rank', 'crew.count'], points: [2] });
    await client.clearPayload('ships', { filter: { must: [{ key: 'rank', match: { value: 30 } }] } });
    const { points } = await client.scroll('ships');
    expect(points.map(({ payload }) => payload ?? {})).toEqual([
      { name: 'Argo II' },
      { name: 'Beagle', crew: { captain: 'Fitzroy' } },
      {},
    ]);
  });

  it('applies the operations of a batch in order', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const answers = await client.batchUpdate('ships', {
      operations: [
        { upsert: { points: [{ id: 4, vector: [1, 1], payload: { name: 'Dolphin' } }] } },
        { set_payload: { payload: { rank: 40 }, points: [4] } },
        { update_vectors: { points: [{ id: 4, vector: [2, 2] }] } },
        { delete: { points: [1, 2] } },
        { delete_payload: { keys: ['name'], points: [3] } },
      ],
    });
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'completed'));
    expect((await client.scroll('ships', { with_vector: true })).points).toEqual([
      { id: 3, payload: { rank: 30 }, vector: [3, 4] },
      { id: 4, payload: { name: 'Dolphin', rank: 40 }, vector: [2, 2] },
    ]);
  });

  it('yields all points and reads pages on demand', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.uploadPoints(
      'ships',
      Array.from({ length: 20 }, (_, index) => ({ id: index + 4, vector: [0, index] })),
    );
    const ids = [];
    for await (const { id } of client.scrollAll('ships', { limit: 7, filter: { must_not: { has_id: [5] } } }))
      ids.push(id);
    expect(ids).toEqual(Array.from({ length: 23 }, (_, index) => index + 1).filter((id) => id !== 5));
    const pages = client.scrollAll('ships', { limit: 1, with_payload: ['rank'], offset: 2 });
    expect((await pages.next()).value).toEqual({ id: 2, payload: { rank: 20 } });
    await pages.return();
    await expect(client.scrollAll('ships', { order_by: 'rank' } as object).next()).rejects.toThrow(/^order_by must be/);
  });
}
