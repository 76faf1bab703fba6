import type { ProgressEvent } from '@x/core';
import { describe, expect, it } from 'vitest';
import { createNotingRunner } from '../__tests__/noting-backend.ts';
import { startServerProcess } from '../__tests__/server-process.ts';
import { Document, type PointStruct, QdrantClient, UploadError } from '../index.ts';
import { uploadPoints } from './upload-points.ts';

/** The 2^17 components of a point, about 1.6 MB. A batch holds at most 3 of these points. All rows are the same array, to save memory. */
const rows = Array<Float32Array>(128).fill(new Float32Array(1024).fill(0.5));
const vectors = { tokens: { size: 1024, multivector_config: { comparator: 'max_sim' } } };
const model = 'org/rows';
const embedder = {
  modelName: model,
  dimension: 1024,
  passageEmbed: async (texts: readonly string[]) => texts.map(() => rows),
  queryEmbed: async () => rows,
};
const setup = (failAt?: number) => createNotingRunner({ vectors, embedders: [embedder], ...(failAt && { failAt }) });
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
/** Checks that every point is stored once, in order, in batches of at most 3. Points with rows are read 16 at a time, which leaves one over. */
function requireThrees(batches: readonly number[][]): void {
  expect(batches.flat()).toEqual(ids(0, 40));
  expect(Math.max(...batches.map(({ length }) => length))).toBe(3);
  expect(batches.length).toBeLessThan(18);
}
const pointsOf = (tokens: typeof rows | Document): PointStruct[] =>
  ids(0, 40).map((id) => ({ id, vector: { tokens } }));
const withRows = pointsOf(rows);
const withTexts = pointsOf(Document({ text: 'a long text', model }));

describe('uploadPoints with large points', () => {
  it.each([
    ['token vectors in an array', withRows],
    ['token vectors in a stream', new Set(withRows)],
    ['texts in an array, which are embedded to token vectors', withTexts],
    ['texts in a stream, which are embedded to token vectors', new Set(withTexts)],
  ])('splits %s into requests of at most 5 MB', async (_, points) => {
    const { batches, runner } = setup();
    await uploadPoints(runner, 'c', points);
    requireThrees(batches);
  });

  it('sends a point of more than 5 MB in its own request', async () => {
    const { batches, runner } = setup();
    const larger = { id: 40, vector: { tokens: [...rows, ...Array<Float32Array>(2000).fill(rows[0]!)] } };
    await uploadPoints(runner, 'c', [...withRows.slice(0, 2), larger, ...withRows.slice(2, 4)]);
    expect(batches).toEqual([[0, 1], [40], [2, 3]]); // prettier-ignore
  });

  it.each([
    ['token vectors', withRows],
    ['texts', withTexts],
  ])('reports where to resume an upload of %s that failed between two requests of a batch', async (_, points) => {
    const { batches, failure, runner } = setup(1);
    const completed: number[] = [];
    const onProgress = (event: ProgressEvent) => void completed.push(event.completed);
    const stopped: unknown = await uploadPoints(runner, 'c', points, { onProgress }).catch((error: unknown) => error);
    expect(UploadError.isInstance(stopped) && [stopped.stored, stopped.resumeAt, stopped.cause]).toEqual([
      3,
      3,
      failure,
    ]);
    const rest = setup();
    await uploadPoints(rest.runner, 'c', points, { startAt: 3, onProgress });
    requireThrees([...batches, ...rest.batches]);
    expect(completed.slice(0, 4)).toEqual([0, 3, 3, 6]);
    expect(completed.at(-1)).toBe(40);
  });

  it('stores nothing of an array that takes several requests when a later point does not fit', async () => {
    const { batches, runner } = setup();
    const bad = { id: 41, vector: { tokens: [[1, 2]] } };
    await expect(uploadPoints(runner, 'c', [...withRows, bad])).rejects.toThrow('expected dim: 1024, got 2');
    expect(batches).toEqual([]);
  });

  it('stores the points on a server that accepts 32 MiB per request', async () => {
    await using server = await startServerProcess();
    await using client = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } });
    const multi = { ...vectors.tokens, distance: 'Dot', multivector_config: { comparator: 'max_sim' } } as const;
    await client.createCollection('c', { vectors: { tokens: multi } });
    // Decimals as long as those of a model make 40 MB of JSON.
    const tokens = rows.map((row, index) => row.map((_, column) => Math.fround(Math.sin(index * 1024 + column))));
    const points = ids(0, 28).map((id) => ({ id, vector: { tokens } }));
    await expect(client.upsert('c', { points })).rejects.toThrow();
    await client.uploadPoints('c', points);
    expect(await client.count('c')).toEqual({ count: 28 });
  });
});
