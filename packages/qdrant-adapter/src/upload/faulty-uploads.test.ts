import { describe, expect, it } from 'vitest';
import { type Fault, startFaultyServer } from '../__tests__/faulty-server.ts';
import { type PointStruct, QdrantClient, UploadError } from '../index.ts';

const faults: readonly Fault[] = ['refuse', 'reset', 'loseAnswer', 'cutOff'];

/** Lets one request in ten fail with a random fault, from a fixed seed. */
function oneInTen(): () => Fault | undefined {
  let state = 20_261_123;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => (random() < 0.1 ? faults[Math.floor(random() * faults.length)] : undefined);
}

async function* pointsUpTo(count: number): AsyncGenerator<PointStruct> {
  for (let id = 0; id < count; id++) yield { id, vector: [id, 1], payload: { square: id * id } };
}

/** Creates a client of a faulty server. `readAll` turns the faults off and reads all points. */
async function setup(maxRetries: number) {
  const state = { isFaulty: false };
  const nextFault = oneInTen();
  const server = await startFaultyServer(() => (state.isFaulty ? nextFault() : undefined));
  const retry = { maxRetries, sleep: async () => {} };
  const client = new QdrantClient({ url: server.url, retry });
  await client.createCollection('many', { vectors: { size: 2, distance: 'Dot' } });
  state.isFaulty = true;
  const readAll = async (): Promise<PointStruct[]> => {
    state.isFaulty = false;
    const read: PointStruct[] = [];
    let offset: PointStruct['id'] | null | undefined;
    do {
      const page = await client.scroll('many', { limit: 20_000, with_vector: true, ...(offset && { offset }) });
      read.push(...(page.points as unknown as PointStruct[]));
      offset = page.next_page_offset;
    } while (offset !== null && offset !== undefined);
    return read;
  };
  return { client, readAll, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function allOf(points: AsyncIterable<PointStruct>): Promise<PointStruct[]> {
  const all: PointStruct[] = [];
  for await (const point of points) all.push(point);
  return all;
}

describe('uploads to a server that fails one request in ten', () => {
  it('store each of 100,000 points exactly once', async () => {
    await using faulty = await setup(20);
    await faulty.client.uploadPoints('many', pointsUpTo(100_000), { batchSize: 500, parallel: 4 });
    expect(await faulty.readAll()).toEqual(await allOf(pointsUpTo(100_000)));
  }, 120_000);

  it('store each point exactly once without retries, when each upload resumes the last one', async () => {
    await using faulty = await setup(0);
    let startAt = 0;
    let uploads = 1;
    for (; ; uploads++) {
      try {
        await faulty.client.uploadPoints('many', pointsUpTo(2_000), { batchSize: 25, parallel: 3, startAt });
        break;
      } catch (error) {
        if (UploadError.isInstance(error)) startAt = error.resumeAt;
      }
    }
    expect(uploads).toBeGreaterThan(3);
    expect(await faulty.readAll()).toEqual(await allOf(pointsUpTo(2_000)));
  });
});
