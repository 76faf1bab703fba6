import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { PayloadIndexType } from '../requests/types/index-settings.ts';
import { QdrantLocal } from './qdrant-local.ts';

async function withPayloads(payloads: readonly Record<string, unknown>[]): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const points = payloads.map((payload, index) => ({ id: index + 1, vector: [index], payload }));
  await database.upsert('c', { points });
  return database;
}

async function payloadsOf(database: QdrantLocal): Promise<unknown[]> {
  return (await database.scroll('c', { limit: 1000 })).points.map(({ payload }) => payload);
}

test('overwritePayload replaces the old payload completely, by ids and by filter', async () => {
  await using database = await withPayloads([{ a: 1 }, { a: 2, b: 2 }, { a: 3 }]);
  await database.overwritePayload('c', { points: [1], payload: { c: 1 } });
  await database.overwritePayload('c', { filter: { must: { key: 'a', range: { gte: 3 } } }, payload: { d: [1] } });
  expect(await payloadsOf(database)).toEqual([{ c: 1 }, { a: 2, b: 2 }, { d: [1] }]);
});

test('points written with the same payload do not share it', async () => {
  await using database = await withPayloads([{}, {}]);
  await database.overwritePayload('c', { points: [1, 2], payload: { list: [{ a: 1 }] } });
  await database.setPayload('c', { points: [1], key: 'list[0]', payload: { a: 2 } });
  expect(await payloadsOf(database)).toEqual([{ list: [{ a: 2 }] }, { list: [{ a: 1 }] }]);
});

test.each([
  [['a'], { b: { c: 1 } }, { b: { c: 1 } }],
  [['b.c'], { b: { c: 1, d: 2 } }, { b: { d: 2 } }],
  [['b'], { a: 1, b: { c: 1 } }, { a: 1 }],
  [['"b.c"'], { 'b.c': 1, b: { c: 2 } }, { b: { c: 2 } }],
  [['l[].a'], { l: [{ a: 1, b: 2 }, { a: 3 }, 4] }, { l: [{ b: 2 }, {}, 4] }],
  [['l[1].a'], { l: [{ a: 1 }, { a: 3 }] }, { l: [{ a: 1 }, {}] }],
  [['l[9].a'], { l: [{ a: 1 }] }, { l: [{ a: 1 }] }],
  [['l[0]'], { l: [1, 2] }, { l: [1, 2] }],
  [['l[]'], { l: [1, 2] }, { l: [] }],
  [['a.b', 'a'], { a: { b: 1 }, c: 1 }, { c: 1 }],
  [['a.b', '__proto__', 'constructor'], { a: 1 }, { a: 1 }],
  [[], { a: 1 }, { a: 1 }],
])('deletePayload of %j turns %j into %j', async (keys, before, after) => {
  await using database = await withPayloads([before, before]);
  await database.deletePayload('c', { points: [1], keys });
  expect(await payloadsOf(database)).toEqual([after, before]);
});

test('clearPayload keeps the points and their vectors', async () => {
  await using database = await withPayloads([{ a: 1 }, { a: 2 }]);
  await database.clearPayload('c', { filter: { must: { key: 'a', match: { value: 2 } } } });
  expect((await database.scroll('c', { with_vector: true })).points).toEqual([
    { id: 1, payload: { a: 1 }, vector: [0] },
    { id: 2, payload: {}, vector: [1] },
  ]);
});

test('a payload update that includes an unknown id is rejected with status 404 and changes no point', async () => {
  await using database = await withPayloads([{ a: 1 }]);
  const missing = { status: 404, message: 'Not found: No point with id 9 found' };
  const points = [1, 9];
  await expect(database.setPayload('c', { points, payload: { b: 1 } })).rejects.toMatchObject(missing);
  await expect(database.overwritePayload('c', { points, payload: {} })).rejects.toMatchObject(missing);
  await expect(database.deletePayload('c', { points, keys: ['a'] })).rejects.toMatchObject(missing);
  await expect(database.clearPayload('c', { points })).rejects.toMatchObject(missing);
  expect(await payloadsOf(database)).toEqual([{ a: 1 }]);
});

test.each([
  ['overwritePayload', { payload: {} }, 400],
  ['overwritePayload', { points: [1] }, 400],
  ['overwritePayload', { points: [1], payload: { a: Number.NaN } }, 422],
  ['overwritePayload', { points: [1], payload: { a: ['\uD800'] } }, 400],
  ['overwritePayload', { points: [1], payload: { '\uDC00': 1 } }, 400],
  ['deletePayload', { points: [1] }, 400],
  ['deletePayload', { points: [1], keys: ['a..b'] }, 400],
  ['deletePayload', { keys: ['a'] }, 400],
  ['clearPayload', {}, 400],
  ['clearPayload', { points: [1], payload: {} }, 400],
] as const)('%s rejects %j with status %d', async (method, request, status) => {
  await using database = await withPayloads([{ a: 1 }]);
  await expect(database[method]('c', request as never)).rejects.toMatchObject({ status });
  expect(await payloadsOf(database)).toEqual([{ a: 1 }]);
});

test.each([
  ['126 parts', 126, { a: 1 }, 200],
  ['127 parts', 127, { a: 1 }, 422],
  ['125 parts and two levels', 125, { a: {} }, 200],
  ['126 parts and two levels', 126, { a: {} }, 422],
  ['2500 parts', 2500, { a: 1 }, 422],
])('set_payload with a key of %s is accepted, or rejected before it is written', async (_, parts, payload, status) => {
  await using database = await withPayloads([{}]);
  const key = Array.from({ length: parts }, () => 'k').join('.');
  const update = database.setPayload('c', { key, payload, points: [1] });
  if (status === 200) expect(await update).toMatchObject({ status: 'completed' });
  else await expect(update).rejects.toMatchObject({ status });
  await database.setPayload('c', { payload: { more: 1 }, points: [1] });
  await database.deletePayload('c', { keys: [key], points: [1] });
  expect((await database.scroll('c')).points).toHaveLength(1);
});

test('facet without an index counts each value once per point, with the highest count first and ties in value order', async () => {
  await using database = await withPayloads([
    { k: ['b', 'a', 'a'] },
    { k: 'b' },
    { k: 'c' },
    { k: ['c', 7, true, null, 1.5, { x: 1 }] },
    { other: 1 },
  ]);
  expect(await database.facet('c', { key: 'k' })).toEqual({
    hits: [
      { value: 'b', count: 2 },
      { value: 'c', count: 2 },
      { value: 'a', count: 1 },
      { value: 7, count: 1 },
      { value: true, count: 1 },
    ],
  });
  const filter = { must_not: { has_id: [1, 4] } };
  expect((await database.facet('c', { key: 'k', filter, limit: 1 })).hits).toEqual([{ value: 'b', count: 1 }]);
});

test.each(['without an index', 'uuid'] as const)(
  'facet counts all spellings of a UUID as one value: %s',
  async (schema) => {
    const uuid = '550e8400-e29b-41d4-a716-446655440000';
    await using database = await withPayloads([
      { k: uuid.toUpperCase() },
      { k: uuid },
      { k: uuid.replaceAll('-', '') },
    ]);
    if (schema === 'uuid') await database.createPayloadIndex('c', { field_name: 'k', field_schema: schema });
    expect((await database.facet('c', { key: 'k' })).hits).toEqual([{ value: uuid, count: 3 }]);
  },
);

const upperCaseUuid = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11';

test.each<[type: PayloadIndexType, values: unknown[]]>([
  ['keyword', [upperCaseUuid, 'x']],
  ['integer', [5]],
  ['bool', [true]],
  ['uuid', [upperCaseUuid.toLowerCase()]],
])('facet counts only the values that an index of type %s contains', async (schema, values) => {
  await using database = await withPayloads([{ k: ['x', 5, true, 1.5, null, upperCaseUuid] }, { k: {} }]);
  await database.createPayloadIndex('c', { field_name: 'k', field_schema: schema });
  const { hits } = await database.facet('c', { key: 'k' });
  expect(hits).toEqual(values.map((value) => ({ value, count: 1 })));
  for (const { value } of hits) {
    expect(await database.count('c', { filter: { must: { key: 'k', match: { value } } } })).toEqual({ count: 1 });
  }
});

test('facet does not count the values of deleted points', async () => {
  await using database = await withPayloads([{ k: 'a' }, { k: 'b' }]);
  await database.delete('c', { points: [1] });
  expect((await database.facet('c', { key: 'k' })).hits).toEqual([{ value: 'b', count: 1 }]);
});

test('scroll by a key returns order values, repeats points with several values and omits points without one', async () => {
  await using database = await withPayloads([{ n: [3, 1, 3] }, { n: 2 }, { n: 'x' }, {}, { n: true }, { n: 1 }]);
  const { points, next_page_offset: next } = await database.scroll('c', { order_by: 'n', with_payload: false });
  expect(points).toEqual([
    { id: 1, order_value: 1 },
    { id: 6, order_value: 1 },
    { id: 2, order_value: 2 },
    { id: 1, order_value: 3 },
  ]);
  expect(next).toBeNull();
});

test('a descending scroll starts with the largest value, with ties in descending id order', async () => {
  await using database = await withPayloads([{ n: 1 }, { n: 2 }, { n: 2 }, { n: 3 }]);
  const ids = async (order: object): Promise<unknown[]> =>
    (await database.scroll('c', { order_by: { key: 'n', ...order }, limit: 3 })).points.map(({ id }) => id);
  expect(await ids({ direction: 'desc' })).toEqual([4, 3, 2]);
  expect(await ids({ direction: 'desc', start_from: 2 })).toEqual([3, 2, 1]);
  expect(await ids({ start_from: 2 })).toEqual([2, 3, 4]);
});

test('a scroll by datetimes accepts a datetime to start from and returns microseconds', async () => {
  await using database = await withPayloads([{ at: '2024-03-01' }, { at: '2024-01-01T00:00:00+01:00' }, { at: 'no' }]);
  const { points } = await database.scroll('c', { order_by: { key: 'at', start_from: '2024-01-01' } });
  expect(points.map(({ id, order_value: value }) => [id, value])).toEqual([[1, Date.UTC(2024, 2, 1) * 1000]]);
});

test('the type of an index decides whether numbers or datetimes are ordered', async () => {
  await using database = await withPayloads([{ n: 1 }, { n: '2024-01-01' }]);
  const ids = async (): Promise<unknown[]> =>
    (await database.scroll('c', { order_by: 'n' })).points.map(({ id }) => id);
  expect(await ids()).toEqual([1, 2]);
  await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'datetime' });
  expect(await ids()).toEqual([2]);
  expect((await database.scroll('c', { order_by: 'n', filter: { must: { has_id: [1, 2] } } })).points).toHaveLength(1);
  await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'float' });
  expect(await ids()).toEqual([1]);
});

test.each([
  [{ order_by: 'n', offset: 1 }, 400],
  [{ order_by: { key: 'n', direction: 'up' } }, 400],
  [{ order_by: { key: 'n', start_from: 'soon' } }, 400],
  [{ order_by: { key: 'n', from: 1 } }, 400],
  [{ order_by: 7 }, 400],
])('scroll rejects %j with status %d', async (request, status) => {
  await using database = await withPayloads([{ n: 1 }]);
  await expect(database.scroll('c', request as never)).rejects.toMatchObject({ status });
});

test('ordered scrolls agree with a plain sort for any values, direction and start', async () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }));
  const property = fc.asyncProperty(
    fc.array(fc.array(value, { maxLength: 3 }), { minLength: 1, maxLength: 8 }),
    fc.boolean(),
    fc.option(value, { nil: undefined }),
    fc.constantFrom(undefined, 'float', 'integer'),
    fc.integer({ min: 1, max: 5 }),
    async (rows, isDescending, start, type, limit) => {
      await using database = await withPayloads(rows.map((n) => ({ n })));
      if (type !== undefined) await database.createPayloadIndex('c', { field_name: 'n', field_schema: type });
      const sign = isDescending ? -1 : 1;
      const expected = rows
        .flatMap((values, index) => [...new Set(values.map((one) => one + 0))].map((one) => ({ id: index + 1, one })))
        .filter(({ one }) => start === undefined || sign * one >= sign * start)
        .toSorted((a, b) => sign * (a.one - b.one || a.id - b.id));
      const direction = isDescending ? 'desc' : 'asc';
      const order = { key: 'n', direction, ...(start === undefined ? {} : { start_from: start }) } as const;
      const filter = { must_not: { has_id: [2] } };
      for (const [asked, wanted] of [
        [{}, expected],
        [{ filter }, expected.filter(({ id }) => id !== 2)],
        [{ filter: { must: { has_id: [1, 2] } } }, expected.filter(({ id }) => id <= 2)],
      ] as const) {
        const { points } = await database.scroll('c', { ...asked, order_by: order, limit });
        expect(points.map(({ id, order_value: one }) => ({ id, one }))).toEqual(wanted.slice(0, limit));
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test('setPayload keeps null in a new payload, and removes the key from an existing one', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {});
  await database.upsert('c', {
    points: [
      { id: 1, vector: {} },
      { id: 2, vector: {}, payload: { a: 1, b: 2 } },
    ],
  });
  await database.setPayload('c', { points: [1, 2], payload: { a: null, c: 3 } });
  const { points } = await database.scroll('c', { with_payload: true });
  expect(points.map(({ payload }) => payload)).toEqual([
    { a: null, c: 3 },
    { b: 2, c: 3 },
  ]);
});

test('integers beyond 2^53 - 1 are ambiguous: ranges include them, but matches, facets and groups do not', async () => {
  await using database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  // Both become 9007199254740992 as JavaScript numbers.
  const payloads = [{ n: Number('9007199254740992') }, { n: Number('9007199254740993') }, { n: 2 ** 53 - 1 }];
  await database.upsert('c', { points: payloads.map((payload, id) => ({ id, vector: [1], payload })) });
  for (const isIndexed of [false, true]) {
    if (isIndexed) await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer' });
    const matching = (match: { value: number } | { any: number[] }) =>
      database.count('c', { filter: { must: [{ key: 'n', match }] } });
    await expect(matching({ value: Number('9007199254740993') })).rejects.toThrow(
      'match.value 9007199254740992 is beyond 2^53 - 1',
    );
    await expect(matching({ any: [2 ** 53] })).rejects.toMatchObject({ status: 400 });
    expect(await matching({ value: 2 ** 53 - 1 })).toEqual({ count: 1 });
    const inRange = { must: [{ key: 'n', range: { gte: 2 ** 53 } }] };
    expect(await database.count('c', { filter: inRange })).toEqual({ count: 2 });
    expect(await database.facet('c', { key: 'n' })).toEqual({ hits: [{ value: 2 ** 53 - 1, count: 1 }] });
    const { groups } = await database.queryGroups('c', { query: [1], group_by: 'n' });
    expect(groups.map(({ id }) => id)).toEqual([2 ** 53 - 1]);
  }
});
