import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

async function openFilled(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 4, distance: 'Cosine' } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [0.5, 0.5, 0, 0], payload: { group: 'a', n: 1 } },
      { id: 2, vector: [0, 1, 0, 0], payload: { group: 'b', n: 2 } },
      { id: 'A0000000-0000-0000-0000-000000000001', vector: Float32Array.of(1, 0, 0, 0) },
    ],
  });
  return database;
}

const everything = { limit: 1000, with_vector: true } as const;
const failure = (status: number, message: string | RegExp): unknown =>
  expect.objectContaining({
    code: 'VECTOR_STORE',
    collection: expect.any(String),
    status,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

describe('collections', () => {
  test('are created, described, listed and deleted', async () => {
    await using database = await openFilled();
    const image = { size: 2, distance: 'Dot' } as const;
    expect(await database.createCollection('b', { vectors: { image }, metadata: { by: 'me' } })).toBe(true);
    expect(await database.getCollections()).toEqual({ collections: [{ name: 'b' }, { name: 'c' }] });
    const info = await database.getCollection('b');
    expect(info).toMatchObject({ status: 'green', points_count: 0 });
    expect(info.config).toMatchObject({ params: { vectors: { image } }, metadata: { by: 'me' } });
    expect((await database.getCollection('c')).config.params.vectors).toEqual({ size: 4, distance: 'Cosine' });
    expect(await database.deleteCollection('b')).toBe(true);
    expect(await database.deleteCollection('b')).toBe(false);
    expect(await database.collectionExists('b')).toEqual({ exists: false });
  });

  test.each([
    [400, { vectors: { size: 4, distance: 'cosine' } }],
    [400, { vectors: { size: 0, distance: 'Dot' } }],
    [422, { vectors: { a: { size: 65_537, distance: 'Dot' } } }],
    [400, { vector: { size: 4, distance: 'Dot' } }],
  ])('are rejected with status %d for %j', async (status, request) => {
    await using database = new QdrantLocal();
    await expect(database.createCollection('c', request as never)).rejects.toEqual(failure(status, /./));
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test.each(['', 'a/b', 'x'.repeat(256)])('cannot be named %j', async (name) => {
    await using database = new QdrantLocal();
    await expect(database.createCollection(name, {})).rejects.toEqual(failure(422, /name/));
  });
});

describe("errors have the server's status and message", () => {
  test.each<[number, string | RegExp, (database: QdrantLocal) => Promise<unknown>]>([
    [404, "Not found: Collection `x` doesn't exist!", (d) => d.query('x', { query: 1 })],
    [404, "Not found: Collection `x` doesn't exist!", (d) => d.upsert('x', { points: [] })],
    [400, 'Bad request: Empty update request', (d) => d.upsert('c', { points: [] })],
    [409, 'Wrong input: Collection `c` already exists!', (d) => d.createCollection('c', {})],
    [400, 'Wrong input: Vector dimension error: expected dim: 4, got 3', (d) => d.query('c', { query: [1, 2, 3] })],
    [400, 'Wrong input: Not existing vector name error: x', (d) => d.query('c', { query: [1, 2, 3, 4], using: 'x' })],
    [400, 'Wrong input: Not existing vector name error: x', (d) => d.scroll('c', { with_vector: ['x'] })],
    [404, 'Not found: No point with id 7 found', (d) => d.query('c', { query: 7 })],
    [404, 'Not found: No point with id 7 found', (d) => d.setPayload('c', { payload: {}, points: [1, 7] })],
    [422, /limit: value 0 invalid/, (d) => d.query('c', { limit: 0 })],
    [400, /limit/, (d) => d.scroll('c', { limit: 1.5 })],
    [400, /offset/, (d) => d.query('c', { offset: -1 })],
    [422, /not a valid point ID/, (d) => d.query('c', { query: 'cat' })],
    [422, /must be finite/, (d) => d.query('c', { query: [1, 2, 3, NaN] })],
    [422, /must be finite/, (d) => d.query('c', { query: [1, 2, 3, 1e39] })],
    [400, /unknown field `withPayload`/, (d) => d.query('c', { withPayload: true } as never)],
    [400, /Either list of point ids or filter/, (d) => d.delete('c', {} as never)],
    [501, /embed/i, (d) => d.query('c', { query: { text: 'hi', model: 'm' } } as never)],
  ])('%d %s', async (status, message, call) => {
    await using database = await openFilled();
    await expect(call(database)).rejects.toEqual(failure(status, message));
  });
});

describe('a failed upsert', () => {
  const good = { id: 10, vector: [1, 2, 3, 4] };
  test.each<[string, unknown]>([
    ['a wrong dimension', { id: 12, vector: [1, 2, 3] }],
    ['NaN', { id: 12, vector: [1, 2, 3, NaN] }],
    ['text in a vector', { id: 12, vector: [1, 2, 3, '4'] }],
    ['a hole in a vector', { id: 12, vector: [1, 2, 3, undefined] }],
    ['no vector', { id: 12 }],
    ['an unknown name', { id: 12, vector: { x: [1, 2, 3, 4] } }],
    ['a negative id', { id: -12, vector: [1, 2, 3, 4] }],
    ['a payload that JSON cannot represent', { id: 12, vector: [1, 2, 3, 4], payload: { big: 1n } }],
    ['doubles in place of floats', { id: 12, vector: Float64Array.of(1, 2, 3, 4) }],
    ['a multivector', { id: 12, vector: [[1, 2, 3, 4]] }],
    ['no object', null],
  ])('changes nothing when its third point of five has %s', async (_, bad) => {
    await using database = await openFilled();
    const before = await database.scroll('c', everything);
    const points = [good, { ...good, id: 1 }, bad, { ...good, id: 13 }, { ...good, id: 14 }];
    await expect(database.upsert('c', { points } as never)).rejects.toMatchObject({ code: 'VECTOR_STORE' });
    expect(await database.scroll('c', everything)).toEqual(before);
    expect(await database.count('c')).toEqual({ count: 3 });
  });
});

describe('points', () => {
  test('are returned normalized, in the shortest decimals of float32', async () => {
    await using database = await openFilled();
    expect(await database.query('c', { query: [1, 0, 0, 0], limit: 2, with_payload: true, with_vector: true })).toEqual(
      {
        points: [
          { id: 'a0000000-0000-0000-0000-000000000001', version: 0, score: 1, payload: {}, vector: [1, 0, 0, 0] },
          {
            id: 1,
            version: 0,
            score: 0.70710677,
            payload: { group: 'a', n: 1 },
            vector: [0.70710677, 0.70710677, 0, 0],
          },
        ],
      },
    );
  });

  test('are replaced completely, even twice within one call', async () => {
    await using database = await openFilled();
    const points = [
      { id: 1, vector: [1, 1, 1, 1], payload: { first: true } },
      { id: 1, vector: [0, 0, 2, 0], payload: { second: true } },
    ];
    expect(await database.upsert('c', { points, wait: true })).toEqual({ operation_id: 1, status: 'completed' });
    expect(await database.retrieve('c', { ids: [1], with_vector: true })).toEqual([
      { id: 1, payload: { second: true }, vector: [0, 0, 1, 0] },
    ]);
  });

  test('can be written in columns, and may lack some of the vector names', async () => {
    await using database = new QdrantLocal();
    await database.createCollection('n', {
      vectors: { a: { size: 1, distance: 'Dot' }, b: { size: 2, distance: 'Dot' } },
    });
    await database.upsert('n', { batch: { ids: [1, 2], vectors: { a: [[1], [2]] }, payloads: [{ k: 1 }, null] } });
    await database.upsert('n', { points: [{ id: 3, vector: { b: [3, 4] } }] });
    expect(await database.query('n', { query: [1], using: 'a', with_vector: ['a', 'b'] })).toMatchObject({
      points: [
        { id: 2, score: 2, vector: { a: [2] } },
        { id: 1, score: 1, vector: { a: [1] } },
      ],
    });
    expect(await database.retrieve('n', { ids: [3, 1], with_vector: true, with_payload: false })).toEqual([
      { id: 3, vector: { b: [3, 4] } },
      { id: 1, vector: { a: [1] } },
    ]);
    await expect(database.query('n', { query: [1] })).rejects.toEqual(failure(400, /available names: a, b/));
    await expect(database.query('n', { query: 3, using: 'a' })).rejects.toEqual(
      failure(404, 'Not found: Vector with name "a" for point not found'),
    );
    await expect(database.upsert('n', { batch: { ids: [1, 2], vectors: { a: [[1]] } } })).rejects.toEqual(
      failure(422, /1 entries, but there are 2 ids/),
    );
  });

  test('are deleted by ids and by filter, and their slots are reused', async () => {
    await using database = await openFilled();
    await database.delete('c', { points: [2, 99] });
    await database.upsert('c', { points: [{ id: 5, vector: [0, 0, 0, 1] }] });
    await database.delete('c', { filter: { must: [{ key: 'group', match: { value: 'a' } }] } });
    const { points } = await database.query('c', { query: [0, 1, 0, 1] });
    expect(points.map(({ id }) => id)).toEqual([5, 'a0000000-0000-0000-0000-000000000001']);
  });

  test('keep what setPayload merges, for ids, filters and paths', async () => {
    await using database = await openFilled();
    await database.setPayload('c', { payload: { n: 9, extra: [1] }, points: [1] });
    await database.setPayload('c', { payload: { deep: true }, key: 'more.here', filter: { must: { has_id: [1] } } });
    expect(await database.retrieve('c', { ids: [1] })).toEqual([
      { id: 1, payload: { group: 'a', n: 9, extra: [1], more: { here: { deep: true } } } },
    ]);
  });

  test('are copied: later changes to requests and results do not affect the collection', async () => {
    await using database = await openFilled();
    const vector = Float32Array.of(0, 0, 0, 1);
    const payload = { list: [1] };
    const writing = database.upsert('c', { points: [{ id: 3, vector, payload }] });
    vector.fill(9);
    payload.list.push(2);
    await writing;
    const [first] = await database.retrieve('c', { ids: [3], with_vector: true });
    expect(first).toEqual({ id: 3, payload: { list: [1] }, vector: [0, 0, 0, 1] });
    (first!.payload!['list'] as number[]).push(3);
    (first!.vector as number[])[0] = 7;
    expect(await database.retrieve('c', { ids: [3], with_vector: true })).toEqual([
      { id: 3, payload: { list: [1] }, vector: [0, 0, 0, 1] },
    ]);
  });

  test('can come from another realm, as in test runners that isolate files', async () => {
    await using database = await openFilled();
    const vector = runInNewContext('Float32Array.of(0, 0, 0, 1)') as Float32Array;
    await database.upsert('c', {
      points: [{ id: 3, vector, payload: runInNewContext('({ a: [1] })') as Record<string, unknown> }],
    });
    expect((await database.query('c', { query: vector, limit: 1, with_payload: true })).points[0]).toMatchObject({
      id: 3,
      score: 1,
      payload: { a: [1] },
    });
  });

  test('keep ids beyond 2^53 exactly', async () => {
    await using database = await openFilled();
    await database.upsert('c', { points: [{ id: 2n ** 60n, vector: [0, 0, 1, 0] }] });
    expect((await database.query('c', { query: [0, 0, 1, 0], limit: 1 })).points[0]!.id).toBe(2n ** 60n);
  });
});

test('a query without a vector lists points by id, with offset and filter', async () => {
  await using database = await openFilled();
  expect(await database.query('c', { limit: 1, offset: 1 })).toEqual({ points: [{ id: 2, version: 0, score: 1 }] });
  const { points } = await database.query('c', { filter: { must_not: [{ has_id: [1] }] } });
  expect(points.map(({ id }) => id)).toEqual([2, 'a0000000-0000-0000-0000-000000000001']);
});

test('scrolling page by page returns every point once', async () => {
  await using database = await openFilled();
  const seen: unknown[] = [];
  let offset: string | number | bigint | null | undefined;
  do {
    const page = await database.scroll('c', { limit: 1, ...(offset == null ? {} : { offset }), with_payload: false });
    seen.push(...page.points);
    offset = page.next_page_offset;
  } while (offset !== null);
  expect(seen).toEqual([{ id: 1 }, { id: 2 }, { id: 'a0000000-0000-0000-0000-000000000001' }]);
});

test('a read sees the writes called before it, whether or not they were awaited', async () => {
  await using database = new QdrantLocal();
  const created = database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const written = database.upsert('c', { points: [{ id: 1, vector: [1] }] });
  const failed = database.upsert('c', { points: [{ id: 2, vector: [1, 2] }] });
  const counted = database.count('c');
  await expect(failed).rejects.toMatchObject({ status: 400 });
  expect(await counted).toEqual({ count: 1 });
  await Promise.all([created, written]);
});

test('closing waits for earlier calls, can be repeated, and rejects later calls', async () => {
  const database = await openFilled();
  const counted = database.count('c');
  await Promise.all([database.close(), database.close()]);
  await database.close();
  expect(await counted).toEqual({ count: 3 });
  await expect(database.count('c')).rejects.toMatchObject({ code: 'DISPOSED' });
  await expect(database.upsert('c', { points: [] })).rejects.toMatchObject({ code: 'DISPOSED' });
});

test('any body resolves or is rejected with a status, and a rejection changes nothing', async () => {
  await using database = await openFilled();
  const keys = [
    'points',
    'batch',
    'filter',
    'query',
    'limit',
    'payload',
    'key',
    'ids',
    'with_payload',
    'must',
    'vector',
    'id',
  ];
  const body = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 }));
  const calls = ['upsert', 'delete', 'setPayload', 'retrieve', 'scroll', 'count', 'query'] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...calls), fc.oneof(body, fc.jsonValue()), async (method, request) => {
      const before = await database.scroll('c', everything);
      const outcome = await database[method]('c', request as never).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) return;
      expect(outcome).toEqual(failure((outcome as { status?: number }).status ?? 0, /./));
      expect([400, 404, 422, 501]).toContain((outcome as { status?: number }).status);
      expect(await database.scroll('c', everything)).toEqual(before);
    }),
    { numRuns: 1000 },
  );
});
