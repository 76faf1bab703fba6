import { describe, expect, it } from 'vitest';
import { type UploadColumns, pointsOfColumns } from './points-of-columns.ts';

async function allOf(columns: UploadColumns) {
  const points = [];
  for await (const point of pointsOfColumns(columns)) points.push(point);
  return points;
}

async function* streamed<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe('pointsOfColumns', () => {
  it('combines columns that are lists or streams', async () => {
    const vectors = [[1, 0], new Float32Array([0, 1])];
    const points = await allOf({ vectors: streamed(vectors), payload: [{ name: 'Argo' }], ids: new Set([7, 9n]) });
    expect(points).toEqual([
      { id: 7, vector: [1, 0], payload: { name: 'Argo' } },
      { id: 9n, vector: new Float32Array([0, 1]) },
    ]);
  });

  it('combines named vectors', async () => {
    const sparse = { indices: [3], values: [1] };
    expect(await allOf({ vectors: { hull: [[1], [2]], words: streamed([sparse, sparse]) }, ids: [1, 2] })).toEqual([
      { id: 1, vector: { hull: [1], words: sparse } },
      { id: 2, vector: { hull: [2], words: sparse } },
    ]);
  });

  it('generates an id for each point without one', async () => {
    const ids = (await allOf({ vectors: [[1], [2]] })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each([
    [{ vectors: [[1], [2]], ids: [1] }, /^ids must be as long as the other columns, but has only 1 item\.$/],
    [{ vectors: { a: [[1], [2]], b: [[1]] } }, /^vectors\.b must be as long as the other columns/],
    [{ vectors: [[1]], ids: [1, 2] }, /^vectors must be as long as the other columns, but has only 1 item\.$/],
    [{ vectors: streamed([[1]]), payload: [{}, {}] }, /^vectors must be as long as the other columns/],
    [{ vectors: { a: [[1]] }, ids: new Set([1, 2]) }, /^vectors must be as long as the other columns/],
    [{ vectors: {} }, /^vectors must be an array or an \(async\) iterable of vectors/],
    [{ vectors: { a: 7 } }, /^vectors\.a must be an array/],
    [{ vectors: [[1]], payload: 'text' }, /^payload must be an array/],
  ])('rejects columns that do not form points: %j', async (columns, message) => {
    await expect(allOf(columns as unknown as UploadColumns)).rejects.toThrow(message);
  });

  it('takes ids and payloads from generators that do not end', async () => {
    function* numbers(): Generator<number> {
      for (let id = 1; ; id++) yield id;
    }
    async function* payloads(): AsyncGenerator<object> {
      for (;;) yield { a: 1 };
    }
    const points = await allOf({ vectors: [[1], [2]], ids: numbers(), payload: payloads() });
    expect(points.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('closes every column when iteration stops early', async () => {
    const closed: string[] = [];
    async function* column<Item>(name: string, item: Item): AsyncGenerator<Item> {
      try {
        for (;;) yield item;
      } finally {
        closed.push(name);
      }
    }
    const points = pointsOfColumns({ vectors: column('vectors', [1]), ids: column('ids', 1) });
    await points.next();
    await points.return(undefined);
    expect(closed).toEqual(['vectors', 'ids']);
  });
});
