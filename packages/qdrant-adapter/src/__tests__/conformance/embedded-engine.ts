import { expect, it } from 'vitest';
import { type CreateClient, createShips } from './with-client.ts';

/** Tests of what only the embedded engine guarantees, in memory, in a folder and through its server. */
export function describeEmbeddedEngine(createClient: CreateClient): void {
  it('breaks ties by id', async () => {
    await using ships = await createShips(createClient);
    const points = [9, 5, 7].map((id) => ({ id, vector: [9, 9] }));
    await ships.client.upsert('ships', { points });
    const { points: found } = await ships.client.query('ships', { query: [1, 0], limit: 3 });
    expect(found.map(({ id }) => id)).toEqual([5, 7, 9]);
  });

  it('changes nothing when one of several points has a vector of the wrong size', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const before = await client.scroll('ships', { with_vector: true });
    const good = { id: 1, vector: [7, 7] };
    await expect(client.upsert('ships', { points: [good, { id: 4, vector: [1, 2, 3] }, good] })).rejects.toThrow();
    expect(await client.scroll('ships', { with_vector: true })).toEqual(before);
  });
}
