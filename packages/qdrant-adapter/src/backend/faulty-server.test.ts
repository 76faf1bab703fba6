import { VectorStoreError } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, faults, startFaultyServer } from '../__tests__/faulty-server.ts';
import { QdrantClient } from '../index.ts';

const unhandled: unknown[] = [];
const trap = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', trap));
afterAll(() => {
  process.off('unhandledRejection', trap);
  expect(unhandled).toEqual([]);
});

/** Creates an empty collection on a server. Its next requests fail with the faults in `coming`. */
async function setup(location: object = {}, options: { readonly closesConnections?: boolean } = {}) {
  const coming: Fault[] = [];
  const waits: number[] = [];
  const server = await startFaultyServer(() => coming.shift(), options);
  const now = (): number => Date.parse('Mon, 05 Jan 2026 10:00:00 GMT');
  const retry = { sleep: async (milliseconds: number) => void waits.push(milliseconds), random: () => 0.5, now };
  const client = new QdrantClient({ url: server.url, retry, ...location });
  const direct = new QdrantClient(server.engineUrl);
  await direct.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
  const point = { id: 1, vector: [1, 2], payload: { tags: ['one'] } };
  const store = () => client.upsert('ships', { points: [point] });
  const stored = async () => (await direct.scroll('ships', { with_vector: true })).points;
  return { client, coming, point, server, store, stored, waits, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

describe('a client of a failing server', () => {
  it.each(faults.quick)('stores a write exactly once despite %s', async (fault) => {
    await using faulty = await setup();
    faulty.coming.push(fault);
    expect(await faulty.store()).toMatchObject({ status: 'completed' });
    expect(await faulty.stored()).toEqual([faulty.point]);
    const asked = { limitSeconds: 1000, limitDate: 20_000 }[fault as string] ?? 125;
    expect(faulty.waits).toEqual([asked]);
  });

  it.each(faults.endless)('times out an attempt with %s, and tries again', async (fault) => {
    await using faulty = await setup({ timeoutMs: 100 });
    faulty.coming.push(fault);
    expect(await faulty.store()).toMatchObject({ status: 'completed' });
    expect(await faulty.stored()).toEqual([faulty.point]);
  });

  it.each(faults.endless)('times out the whole call with %s', async (fault) => {
    await using faulty = await setup({ timeoutMs: 60, totalTimeoutMs: 150, retry: { baseDelayMs: 1 } });
    faulty.coming.push(...Array.from({ length: 9 }, () => fault));
    const error: unknown = await faulty.store().catch((reason: unknown) => reason);
    expect(VectorStoreError.isInstance(error) && error).toMatchObject({
      message: expect.stringMatching(/did not answer within 150 ms, all tries together; the last one failed with: /),
      isRetryable: true,
      cause: { message: expect.stringContaining('within 60 ms') },
    });
    expect(await faulty.stored()).toEqual([]);
  });

  it('completes a write after a burst of all faults', async () => {
    const burst = [...faults.quick, ...faults.endless, ...faults.quick];
    await using faulty = await setup({ timeoutMs: 200, retry: { maxRetries: burst.length, sleep: async () => {} } });
    faulty.coming.push(...burst);
    await faulty.store();
    expect(await faulty.stored()).toEqual([faulty.point]);
    expect(faulty.coming).toEqual([]);
  });

  it('rejects with the last fault after all retries, and writes nothing', async () => {
    await using faulty = await setup();
    faulty.coming.push('reset', 'limitSeconds', 'refuse', 'refuse');
    await expect(faulty.store()).rejects.toMatchObject({ status: 503, message: 'Fault 503', isRetryable: true });
    expect(await faulty.stored()).toEqual([]);
  });

  it('stores a write when the server closes the connection after every response', async () => {
    await using faulty = await setup({}, { closesConnections: true });
    for (let count = 0; count < 3; count++) await faulty.store();
    expect(await faulty.stored()).toEqual([faulty.point]);
  });

  it('keeps its connections alive between calls', async () => {
    await using faulty = await setup();
    for (let count = 0; count < 20; count++) await faulty.store();
    // A second connection is opened when a call starts before the previous connection is idle.
    expect(await faulty.server.connections()).toBeLessThanOrEqual(2);
  });
});
