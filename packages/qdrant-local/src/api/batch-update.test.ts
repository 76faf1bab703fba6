import { describe, expect, test } from 'vitest';

import type { UpdateOperation, UpsertRequest } from '../requests/types/request-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

async function openFilled(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { a: { size: 1, distance: 'Dot' } },
    sparse_vectors: { terms: { modifier: 'idf' } },
  });
  await database.upsert('c', {
    points: [1, 2, 3].map((id) => ({ id, vector: { a: [id] }, payload: { n: id } })),
  });
  return database;
}

const all = { with_vector: true } as const;
const match = (key: string, value: number) => ({ must: [{ key, match: { value } }] });

describe('batchUpdate', () => {
  test('runs all kinds of operations in order, each on the results of those before it', async () => {
    await using database = await openFilled();
    const terms = { indices: [1], values: [1] };
    const operations: UpdateOperation[] = [
      { upsert: { points: [{ id: 4, vector: { a: [4] }, payload: { n: 2 } }] } },
      { set_payload: { payload: { seen: true }, filter: match('n', 2) } },
      { update_vectors: { points: [{ id: 4, vector: { terms } }] } },
      { delete_vectors: { filter: match('n', 2), vector: ['a'] } },
      { overwrite_payload: { payload: { n: 7, m: 8 }, points: [1] } },
      { delete_payload: { keys: ['m'], filter: match('n', 7) } },
      { delete: { points: [3] } },
      { upsert: { points: [{ id: 3, vector: {} }], update_mode: 'update_only' } },
      { clear_payload: { points: [2] } },
    ];
    const results = await database.batchUpdate('c', { operations });
    expect(results).toEqual(operations.map((_, index) => ({ operation_id: 1 + index, status: 'completed' })));
    expect((await database.scroll('c', all)).points).toEqual([
      { id: 1, payload: { n: 7 }, vector: { a: [1] } },
      { id: 2, payload: {}, vector: {} },
      { id: 4, payload: { n: 2, seen: true }, vector: { terms } },
    ]);
    const hits = await database.query('c', { query: terms, using: 'terms' });
    expect(hits.points).toEqual([{ id: 4, version: 4, score: expect.closeTo(Math.log(4 / 3), 6) as number }]);
    expect((await database.delete('c', { points: [99] })).operation_id).toBe(10);
  });

  test('selects points by their state after the earlier operations', async () => {
    await using database = await openFilled();
    const operations: UpdateOperation[] = [
      { set_payload: { payload: { n: 9 }, points: [1] } },
      { delete: { filter: match('n', 1) } },
      { delete: { points: [2] } },
      { clear_payload: { filter: match('n', 2) } },
      { set_payload: { payload: { found: true }, filter: match('n', 9) } },
    ];
    await database.batchUpdate('c', { operations });
    expect((await database.scroll('c')).points).toEqual([
      { id: 1, payload: { n: 9, found: true } },
      { id: 3, payload: { n: 3 } },
    ]);
  });

  test('equals running its operations one by one', async () => {
    const operations: UpdateOperation[] = [
      { upsert: { batch: { ids: [2, 5], vectors: { a: [[9], [8]] }, payloads: [null, { n: 5 }] } } },
      { set_payload: { payload: { x: 1 }, filter: { must_not: [{ key: 'n', match: { value: 1 } }] } } },
      { delete: { filter: match('n', 5) } },
    ];
    await using batched = await openFilled();
    await batched.batchUpdate('c', { operations });
    await using single = await openFilled();
    for (const operation of operations) await single.batchUpdate('c', { operations: [operation] });
    expect(await batched.scroll('c', all)).toEqual(await single.scroll('c', all));
  });

  test.each<[number, RegExp, unknown]>([
    [404, /No point with id 9 found/, { set_payload: { payload: {}, points: [9] } }],
    [404, /No point with id 1 found/, { clear_payload: { points: [1] } }],
    [400, /expected dim: 1, got 2/, { upsert: { points: [{ id: 9, vector: { a: [1, 2] } }] } }],
    [400, /operations\[2\] must be an object with one of upsert, delete/, { insert: {} }],
    [400, /operations\[2\] must be an object with one of/, { delete: { points: [] }, clear_payload: { points: [] } }],
    [400, /operations\[2\] must be an object/, 'delete'],
    [400, /Either list of point ids or filter/, { delete: {} }],
  ])('fails with %d %s at its last operation and changes nothing', async (status, message, last) => {
    await using database = await openFilled();
    const before = await database.scroll('c', all);
    const operations = [
      { delete: { points: [1] } },
      { upsert: { points: [{ id: 8, vector: { a: [8] } }] } },
      last,
    ] as UpdateOperation[];
    const failure = { code: 'VECTOR_STORE', status, message: expect.stringMatching(message) as string };
    await expect(database.batchUpdate('c', { operations })).rejects.toMatchObject(failure);
    expect(await database.scroll('c', all)).toEqual(before);
    expect((await database.delete('c', { points: [99] })).operation_id).toBe(1);
  });

  test('returns no results for no operations', async () => {
    await using database = await openFilled();
    expect(await database.batchUpdate('c', { operations: [] })).toEqual([]);
    await expect(database.batchUpdate('x', { operations: [] })).rejects.toMatchObject({ status: 404 });
  });
});

describe('an upsert', () => {
  const upserted = async (options: Omit<UpsertRequest, 'points' | 'batch'>): Promise<unknown> => {
    await using database = await openFilled();
    await database.upsert('c', {
      points: [1, 2, 9].map((id) => ({ id, vector: { a: [-id] }, payload: { n: id } })),
      ...options,
    } as UpsertRequest);
    const { points } = await database.scroll('c', all);
    return Object.fromEntries(points.map(({ id, vector }) => [id, (vector as { a: number[] }).a[0]]));
  };

  test.each<[Omit<UpsertRequest, 'points' | 'batch'>, object]>([
    [{}, { 1: -1, 2: -2, 3: 3, 9: -9 }],
    [{ update_mode: 'upsert' }, { 1: -1, 2: -2, 3: 3, 9: -9 }],
    [{ update_mode: 'insert_only' }, { 1: 1, 2: 2, 3: 3, 9: -9 }],
    [{ update_mode: 'update_only' }, { 1: -1, 2: -2, 3: 3 }],
    [{ update_filter: match('n', 2) }, { 1: 1, 2: -2, 3: 3, 9: -9 }],
    [
      { update_filter: match('n', 2), update_mode: 'insert_only' },
      { 1: 1, 2: 2, 3: 3, 9: -9 },
    ],
    [
      { update_filter: match('n', 2), update_mode: 'update_only' },
      { 1: 1, 2: -2, 3: 3 },
    ],
  ])('with %j writes the expected points', async (options, expected) => {
    expect(await upserted(options)).toEqual(expected);
  });

  test('checks existing ids before the upsert: of two new points with the same id, the last one is kept', async () => {
    await using database = await openFilled();
    await database.upsert('c', {
      points: [5, 6].map((value) => ({ id: 9, vector: { a: [value] } })),
      update_mode: 'insert_only',
    });
    const [point] = await database.retrieve('c', { ids: [9], with_vector: true });
    expect(point!.vector).toEqual({ a: [6] });
  });

  test('is validated as a whole, including points that would not be written', async () => {
    await using database = await openFilled();
    const upsert = database.upsert('c', { points: [{ id: 1, vector: { a: [1, 2] } }], update_mode: 'insert_only' });
    await expect(upsert).rejects.toMatchObject({ status: 400 });
    await expect(database.upsert('c', { points: [], update_mode: 'replace' } as never)).rejects.toMatchObject({
      status: 400,
    });
  });
});
