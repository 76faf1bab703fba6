import { DisposedError } from '@x/core';
import { expect, it } from 'vitest';
import { type CreateClient, createShips } from './with-client.ts';

export function describeLifetime(createClient: CreateClient): void {
  it("rejects with the signal's reason and changes nothing when the signal is already aborted", async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const aborted = { signal: AbortSignal.abort('no longer wanted') };
    const points = [{ id: 9, vector: [1, 1] }];
    for (const call of [
      () => client.upsert('ships', { points }, aborted),
      () => client.uploadPoints('ships', points, aborted),
      () => client.query('ships', { query: [1, 0] }, aborted),
      () => client.scroll('ships', {}, aborted),
      () => client.deleteCollection('ships', aborted),
    ]) {
      await expect(call()).rejects.toBe('no longer wanted');
    }
    expect(await client.count('ships')).toEqual({ count: 3 });
  });

  it('can be closed twice and then rejects every call', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.close();
    await client.close();
    await expect(client.count('ships')).rejects.toThrow(DisposedError);
    await expect(client.uploadPoints('ships', [])).rejects.toThrow(DisposedError);
    await client[Symbol.asyncDispose]();
  });
}
