import type { ProgressEvent } from '@x/core';
import { expect, it } from 'vitest';
import type { PointStruct } from '../../index.ts';
import { type CreateClient, createShips, refusalOf } from './with-client.ts';

const pointsFrom = (first: number, count: number): PointStruct[] =>
  Array.from({ length: count }, (_, index) => ({ id: first + index, vector: [index, 1], payload: { index } }));

async function* streamed(points: readonly PointStruct[]): AsyncGenerator<PointStruct> {
  yield* points;
}

export function describeUploads(createClient: CreateClient): void {
  describeRefusedArrays(createClient);
  describeStoppedUploads(createClient);
  it('stores arrays, iterables and async iterables of any length, including 0', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.uploadPoints('ships', pointsFrom(100, 150));
    await client.uploadPoints('ships', new Set(pointsFrom(300, 130)), { batchSize: 50 });
    await client.uploadPoints('ships', streamed(pointsFrom(500, 64)), { batchSize: 64 });
    for (const none of [[], new Set<PointStruct>(), streamed([])]) await client.uploadPoints('ships', none);
    expect(await client.count('ships')).toEqual({ count: 3 + 150 + 130 + 64 });
    expect(await client.retrieve('ships', { ids: [249, 429, 563] })).toHaveLength(3);
  });

  it('stores columns with given or random ids', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const vectors = Float32Array.of(7, 8, 9);
    await client.uploadCollection('ships', {
      vectors: Array.from(vectors, (first) => Float32Array.of(first, 1)),
      payload: [{ name: 'Dolphin' }, null],
      ids: [70n, 80, 90],
    });
    expect(await client.retrieve('ships', { ids: [70], with_vector: true })).toEqual([
      { id: 70, payload: { name: 'Dolphin' }, vector: [7, 1] },
    ]);
    const column = streamed(pointsFrom(0, 100)) as AsyncIterable<{ vector: number[] }>;
    async function* vectorsOf(): AsyncGenerator<number[]> {
      for await (const { vector } of column) yield vector;
    }
    await client.uploadCollection('ships', { vectors: vectorsOf() }, { batchSize: 7, parallel: 3 });
    expect(await client.count('ships')).toEqual({ count: 3 + 3 + 100 });
    await expect(client.uploadCollection('ships', { vectors: [[1, 1]], ids: [] })).rejects.toThrow(
      /^ids must be as long/,
    );
  });

  it('reports progress from the first to the last point', async () => {
    await using ships = await createShips(createClient);
    const events: ProgressEvent[] = [];
    const onProgress = (event: ProgressEvent) => void events.push(event);
    await ships.client.uploadPoints('ships', pointsFrom(10, 5), { onProgress });
    expect(events[0]).toEqual({ phase: 'upload', subject: 'ships', completed: 0, total: 5, unit: 'items' });
    expect(events.at(-1)).toEqual({ phase: 'upload', subject: 'ships', completed: 5, total: 5, unit: 'items' });
    events.length = 0;
    await ships.client.uploadPoints('ships', streamed(pointsFrom(10, 5)), { onProgress, batchSize: 2 });
    expect(events.map(({ completed, total }) => [completed, total])).toEqual([
      [0, undefined],
      [2, undefined],
      [4, undefined],
      [5, undefined],
      [5, 5],
    ]);
  });
}

function describeRefusedArrays(createClient: CreateClient): void {
  it('leaves the collection unchanged when a late point of an array is invalid', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const before = await client.scroll('ships', { with_vector: true });
    const bad = [...pointsFrom(1, 200), { id: 500, vector: [1, Number.NaN] }];
    expect(await refusalOf(client.uploadPoints('ships', bad))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^points\[200\]\.vector\[1\] must be a finite number, .*but is NaN/),
    });
    expect(await client.scroll('ships', { with_vector: true })).toEqual(before);
  });

  it.each([
    ['has too many components', [1, 2, 3], 'Wrong input: Vector dimension error: expected dim: 2, got 3'],
    ['has a name that the collection lacks', { mast: [1, 2] }, 'Wrong input: Not existing vector name error: mast'],
  ])('leaves the collection unchanged when a late vector of an array %s', async (_, vector, message) => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const bad = [...pointsFrom(100, 200), { id: 500, vector }];
    expect(await refusalOf(client.uploadPoints('ships', bad))).toMatchObject({ status: 400, message });
    expect(await client.count('ships')).toEqual({ count: 3 });
  });
}

function describeStoppedUploads(createClient: CreateClient): void {
  it('reports how many points of a stream were stored when a later one is invalid', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    const bad = [...pointsFrom(100, 5), { id: -1, vector: [1, 1] }, ...pointsFrom(200, 5)];
    expect(await refusalOf(client.uploadPoints('ships', streamed(bad), { batchSize: 2 }))).toMatchObject({
      code: 'VECTOR_STORE',
      operation: 'uploadPoints',
      message: expect.stringMatching(
        /^The upload to "ships" stopped after 4 points were stored: points\[5\]\.id must be/,
      ),
    });
    expect(await client.count('ships')).toEqual({ count: 3 + 4 });
  });

  it('closes the stream of an upload that fails', async () => {
    await using ships = await createShips(createClient);
    let isClosed = false;
    async function* source(): AsyncGenerator<PointStruct> {
      try {
        yield { id: -1, vector: [1, 1] };
        yield { id: 2, vector: [1, 1] };
      } finally {
        isClosed = true;
      }
    }
    await expect(ships.client.uploadPoints('ships', source(), { batchSize: 1 })).rejects.toThrow('points[0].id');
    expect(isClosed).toBe(true);
  });

  it("stops with the signal's reason between batches", async () => {
    await using ships = await createShips(createClient);
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = ({ completed }: ProgressEvent) => void (completed === 4 && controller.abort(reason));
    const options = { batchSize: 2, signal: controller.signal, onProgress };
    await expect(ships.client.uploadPoints('ships', streamed(pointsFrom(100, 9)), options)).rejects.toBe(reason);
    expect(await ships.client.count('ships')).toEqual({ count: 3 + 4 });
  });

  it('rejects a batch size below one, a wait that is not a boolean, and points that are not a list', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await expect(client.uploadPoints('ships', [], { batchSize: 0 })).rejects.toThrow(/^batchSize must be/);
    await expect(client.uploadPoints('ships', [], { wait: 'no' as never })).rejects.toThrow(/^wait must be a boolean/);
    await expect(client.uploadPoints('ships', {} as PointStruct[])).rejects.toThrow(/^points must be an array or/);
  });
}
