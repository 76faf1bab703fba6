import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-numbers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses a JSON text, with each number replaced by its type and value. */
function typed(json: string): unknown {
  const marked = json.replaceAll(token, (found) => {
    if (found.startsWith('"')) return found;
    return `"${found === '-0' || /[.eE]/.test(found) ? 'float' : 'integer'} ${Number(found)}"`;
  });
  return JSON.parse(marked);
}

const numbers =
  '0 -0 -0.0 0.0 7 -7 10 10.0 -10.0 1e3 1E+2 100e-2 0.1e1 2.50 1.5 -2.25 1e-7 1e15 1e16 1e21 1.5e300 12345678901234567';
const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...numbers.split(' ')) },
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', 'null', '"10.0"', '", [1.0]"', String.raw`"\\\", 2.0 ]"`, '" : 3.0 "'),
);
const keys = 'a b id ids points vector vectors indices query payload positive lat 1 __proto__'.split(' ');
const quotedKey = fc.oneof(fc.constantFrom(...keys), fc.string()).map((name) => JSON.stringify(name));
const gap = fc.constantFrom('', ' ', '\n  ');
const { payload: payloadText } = fc.letrec<{ value: string; list: string; payload: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie('list'), tie('payload')),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 4 }), gap)
    .map(([values, space]) => `[${space}${values.join(`,${space}`)}${space}]`),
  payload: fc
    .tuple(fc.array(fc.tuple(quotedKey, tie('value')), { maxLength: 4 }), gap)
    .map(
      ([fields, space]) =>
        `{${fields.map(([name, value]) => `${space}${name}${space}:${space}${value}${space}`).join(',')}}`,
    ),
}));

const ways: readonly ((payload: string) => readonly [request: `${string} ${string}`, body: string])[] = [
  (payload) => ['PUT /collections/c/points', `{"points":[{"id":1,"vector":[1.0, 2],"payload":${payload}}]}`],
  (payload) => ['PUT /collections/c/points', `{"points":[{"payload": ${payload}, "id": 1, "vector":{"":[1.0, 2]} }]}`],
  (payload) => ['PUT /collections/c/points', `{"batch":{"ids":[1],"vectors":[[1.0, 2]],"payloads":[${payload}]}}`],
  (payload) => ['POST /collections/c/points/payload', `{"payload":${payload},"points":[1]}`],
  (payload) => ['PUT /collections/c/points/payload', `{"payload":${payload},"points":[1]}`],
  (payload) => [
    'POST /collections/c/points/batch',
    `{"operations":[{"overwrite_payload":{"payload":${payload},"filter":{}}}]}`,
  ],
];

async function prepare(database: QdrantLocal): Promise<void> {
  await database.createCollection('c', { vectors: { size: 2, distance: 'Dot' } });
  await database.upsert('c', { points: [{ id: 1, vector: [1, 2] }] });
}

interface Answer {
  readonly result: { readonly payload?: unknown; readonly points?: readonly { readonly payload?: unknown }[] };
}

async function payloadsOver(database: QdrantLocal, collection: string): Promise<unknown[]> {
  const path = `/collections/${collection}/points`;
  const one = await callRest(database, `GET ${path}/1`);
  const page = await callRest(database, `POST ${path}/scroll`, { body: {} });
  const found = await callRest(database, `POST ${path}/query`, { body: { query: [1, 0], with_payload: true } });
  expect([one.status, page.status, found.status]).toEqual([200, 200, 200]);
  return [
    (typed(one.text) as Answer).result.payload,
    ...[page, found].map(({ text }) => (typed(text) as Answer).result.points?.[0]?.payload),
  ];
}

describe('the numbers of a payload', () => {
  test('have their original types over REST, in any notation, and are plain numbers in process', async () => {
    const property = fc.asyncProperty(payloadText, fc.constantFrom(...ways), async (payload, way) => {
      await using database = new QdrantLocal();
      await prepare(database);
      const [request, body] = way(payload);
      expect(await callRest(database, request, { body })).toMatchObject({ status: 200 });
      const expected = typed(payload);
      expect(await payloadsOver(database, 'c')).toEqual([expected, expected, expected]);
      const [record] = await database.retrieve('c', { ids: [1] });
      expect(JSON.stringify(record!.payload)).toBe(JSON.stringify(JSON.parse(payload)));
      expect(record!.payload).toEqual(JSON.parse(payload));
    });
    await fc.assert(property, { numRuns: 300 });
  });

  test('keep their types on disk, in exports and in imports', async () => {
    const property = fc.asyncProperty(payloadText, fc.uuid(), async (payload, name) => {
      const path = join(folder, name);
      {
        await using database = new QdrantLocal({ path });
        await prepare(database);
        const [request, body] = ways[0]!(payload);
        expect(await callRest(database, request, { body })).toMatchObject({ status: 200 });
      }
      await using database = new QdrantLocal({ path });
      const expected = typed(payload);
      expect(await payloadsOver(database, 'c')).toEqual([expected, expected, expected]);
      await using other = new QdrantLocal();
      await other.importCollection('d', database.exportCollection('c'));
      expect(await payloadsOver(other, 'd')).toEqual([expected, expected, expected]);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  test('are integers when a program writes integers in process', async () => {
    await using database = new QdrantLocal();
    await prepare(database);
    await database.setPayload('c', { payload: { n: 10, list: [10, 1.5] }, points: [1] });
    const { text } = await callRest(database, 'GET /collections/c/points/1');
    expect(text).toContain('"payload":{"n":10,"list":[10,1.5]}');
  });

  test('keep their types when other keys of the payload are set and deleted', async () => {
    await using database = new QdrantLocal();
    await prepare(database);
    const path = '/collections/c/points/payload';
    await callRest(database, `PUT ${path}`, { body: '{"payload":{"a":{"b":[1.0,{"c":2.0}]},"d":3.0},"points":[1]}' });
    await callRest(database, `POST ${path}`, { body: '{"payload":{"e":4.0},"key":"a","points":[1]}' });
    await callRest(database, `POST ${path}`, { body: '{"payload":{"f":5.0},"key":"d","points":[1]}' });
    await callRest(database, `POST ${path}/delete`, { body: { keys: ['d.value', 'x'], points: [1] } });
    const { text } = await callRest(database, 'GET /collections/c/points/1');
    expect(text).toContain('"payload":{"a":{"b":[1.0,{"c":2.0}],"e":4.0},"d":{"f":5.0}}');
  });
});

const element = fc.constantFrom('1', '1.0', '1e0', '2', '2.0', '0.5', '"a"', 'true');
const lists = fc.array(fc.array(element, { maxLength: 3 }), { minLength: 1, maxLength: 6 });
const index = fc.constantFrom(undefined, 'integer', 'float', 'keyword');

interface Model {
  readonly id: number;
  /** The values in `v`, each with its type. */
  readonly values: readonly string[];
}

describe('whole floats in payloads', () => {
  test('are floats to groups, and to filters, facets and index counts without an index of integers', async () => {
    const property = fc.asyncProperty(lists, index, async (written, schema) => {
      await using database = new QdrantLocal({ unindexed: 'allow' });
      await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
      if (schema !== undefined) await database.createPayloadIndex('c', { field_name: 'v', field_schema: schema });
      const points = written.map((values, id) => `{"id":${id},"vector":[1],"payload":{"v":[${values.join(',')}]}}`);
      await callRest(database, 'PUT /collections/c/points', { body: `{"points":[${points.join(',')}]}` });
      const models = written.map((values, id): Model => ({ id, values: values.map((value) => String(typed(value))) }));
      const idsWhere = (passes: (value: string) => boolean): number[] =>
        models.filter(({ values }) => values.some(passes)).map(({ id }) => id);

      const find = async (condition: object): Promise<number[]> => {
        const body = { filter: { must: [{ key: 'v', ...condition }] }, limit: 100 };
        const { points: found } = await database.scroll('c', body);
        return found.map(({ id }) => Number(id));
      };
      // An index of integers treats a whole float as the integer.
      const seen = (value: string): string =>
        schema === 'integer' ? value.replace(/^float (?=\d+$)/, 'integer ') : value;
      expect(await find({ match: { value: 1 } })).toEqual(idsWhere((value) => seen(value) === 'integer 1'));
      expect(await find({ match: { any: [1, 2] } })).toEqual(idsWhere((value) => /^integer [12]$/.test(seen(value))));
      expect(await find({ match: { except: [1] } })).toEqual(idsWhere((value) => seen(value) !== 'integer 1'));
      expect(await find({ range: { gte: 1, lt: 2 } })).toEqual(idsWhere((value) => value.endsWith(' 1')));

      const { hits } = await database.facet('c', { key: 'v', limit: 100 });
      const counted = new Map(
        hits.map(({ value, count }) => [typeof value === 'number' ? `integer ${value}` : String(value), count]),
      );
      const isFaceted = (value: string): boolean => {
        if (schema === 'integer') return value.startsWith('integer');
        return schema === 'keyword' ? value === 'a' : !value.startsWith('float');
      };
      const countable = new Set(models.flatMap(({ values }) => values.map(seen)).filter(isFaceted));
      expect(counted).toEqual(
        new Map(Array.from(countable, (value) => [value, idsWhere((one) => seen(one) === value).length])),
      );

      const body = { query: [1], group_by: 'v', limit: 100, group_size: 100 };
      const { groups } = await database.queryGroups('c', body);
      const isKey = (value: string): boolean => value === 'a' || value.startsWith('integer');
      const grouped = models.filter(({ values }) => values.every(isKey));
      const keysFound = groups.map(({ id, hits: members }) => [
        typeof id === 'number' ? `integer ${id}` : id,
        members.map((hit) => Number(hit.id)).toSorted((a, b) => a - b),
      ]);
      const expected = [...new Set(grouped.flatMap(({ values }) => values))].map((value) => [
        value,
        grouped.filter(({ values }) => values.includes(value)).map(({ id }) => id),
      ]);
      expect(new Map(keysFound as [string, unknown][])).toEqual(new Map(expected as [string, unknown][]));

      if (schema !== 'integer' && schema !== 'float') return;
      const { payload_schema: described } = await database.getCollection('c');
      const isCounted = (value: string): boolean =>
        seen(value).startsWith('integer') || (schema === 'float' && value.startsWith('float'));
      expect(described['v']).toMatchObject({ points: idsWhere(isCounted).length });
    });
    await fc.assert(property, { numRuns: 200 });
  });

  test('are numbers to ranges, order_by, formulas and geo coordinates', async () => {
    await using database = new QdrantLocal({ unindexed: 'allow' });
    await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
    await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'float' });
    await database.createPayloadIndex('c', { field_name: 'indexed', field_schema: 'geo' });
    const place = '{"lon":10.0,"lat":50.0}';
    const pointOf = (id: number, n: string): string =>
      `{"id":${id},"vector":[1.0],"payload":{"n":${n},"place":${place},"indexed":${place}}}`;
    const body = `{"points":[${pointOf(1, '10.0')},${pointOf(2, '9')},${pointOf(3, '10.5')}]}`;
    expect(await callRest(database, 'PUT /collections/c/points', { body })).toMatchObject({ status: 200 });
    const { points } = await database.scroll('c', { order_by: { key: 'n', start_from: 9.5 } });
    expect(points.map(({ id, order_value: value }) => [id, value])).toEqual([
      [1, 10],
      [3, 10.5],
    ]);
    const unindexed = await database.scroll('c', { order_by: 'place.lat' });
    expect(unindexed.points.map(({ id, order_value: value }) => [id, value])).toEqual([
      [1, 50],
      [2, 50],
      [3, 50],
    ]);
    const scored = await database.query('c', { prefetch: { query: [1] }, query: { formula: { mult: ['n', 2] } } });
    expect(scored.points.map(({ id, score }) => [id, score])).toEqual([
      [3, 21],
      [1, 20],
      [2, 18],
    ]);
    for (const key of ['place', 'indexed']) {
      const near = { key, geo_radius: { center: { lon: 10, lat: 50 }, radius: 10 } };
      expect(
        await database.count('c', { filter: { must: [near, { key: 'n', range: { gte: 10, lte: 10 } }] } }),
      ).toEqual({ count: 1 });
    }
    const distance = { geo_distance: { origin: { lon: 10, lat: 50 }, to: 'place' } };
    const far = await database.query('c', { prefetch: { query: [1] }, query: { formula: distance } });
    expect(far.points.map(({ score }) => score)).toEqual([0, 0, 0]);
  });

  test('are ordinary values to is_empty, is_null, values_count and nested filters', async () => {
    await using database = new QdrantLocal();
    await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
    const body = '{"points":[{"id":1,"vector":[1],"payload":{"n":1.0,"list":[1.0,{"value":1.0}]}}]}';
    await callRest(database, 'PUT /collections/c/points', { body });
    const count = async (condition: object): Promise<number> =>
      (await database.count('c', { filter: { must: [condition as never] } })).count;
    expect(await count({ is_empty: { key: 'n' } })).toBe(0);
    expect(await count({ is_empty: { key: 'n.value' } })).toBe(1);
    expect(await count({ is_null: { key: 'n' } })).toBe(0);
    expect(await count({ key: 'n', values_count: { gte: 1, lte: 1 } })).toBe(1);
    expect(await count({ key: 'list', values_count: { gte: 2, lte: 2 } })).toBe(1);
    expect(await count({ nested: { key: 'list', filter: { must: [{ key: 'value', range: { gte: 1 } }] } } })).toBe(1);
    expect(await count({ nested: { key: 'list', filter: { must: [{ is_empty: { key: 'value' } }] } } })).toBe(0);
  });
});
