import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import type { Filter, PayloadIndexSchema } from '../index.ts';
import { QdrantLocal } from './qdrant-local.ts';

const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-index-'));
  folders.push(folder);
  return folder;
}

async function fill(database: QdrantLocal, payloads: readonly Record<string, unknown>[]): Promise<void> {
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const points = payloads.map((payload, index) => ({ id: index + 1, vector: [index], payload }));
  if (points.length > 0) await database.upsert('c', { points });
}

async function idsOf(database: QdrantLocal, filter: Filter): Promise<unknown[]> {
  return (await database.scroll('c', { filter, limit: 1000 })).points.map(({ id }) => id);
}

async function indexed(field_schema: PayloadIndexSchema, texts: readonly unknown[]): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await fill(
    database,
    texts.map((t) => ({ t })),
  );
  await database.createPayloadIndex('c', { field_name: 't', field_schema });
  return database;
}

test('getCollection returns the type, the given settings and the number of points of each index', async () => {
  await using database = new QdrantLocal();
  await fill(database, [{ k: ['a', 'b'], n: 1, g: { lon: 1, lat: 2 } }, { k: 7, n: 1.5 }, { k: 'a', n: [2, 'x'] }, {}]);
  await database.createPayloadIndex('c', { field_name: 'k', field_schema: { type: 'keyword', on_disk: true } });
  await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer' });
  await database.createPayloadIndex('c', { field_name: '"g"', field_schema: 'geo' });
  await database.createPayloadIndex('c', { field_name: '"odd key".x', field_schema: 'bool' });
  expect((await database.getCollection('c')).payload_schema).toEqual({
    k: { data_type: 'keyword', params: { type: 'keyword', on_disk: true }, points: 2 },
    n: { data_type: 'integer', points: 2 },
    g: { data_type: 'geo', points: 1 },
    '"odd key".x': { data_type: 'bool', points: 0 },
  });
});

test.each([
  ['keyword', 'a', 1],
  ['integer', 1, 1.5],
  ['float', 1.5, '1'],
  ['bool', false, 0],
  ['datetime', '2024-01-01', '2024-13-01'],
  ['uuid', '550e8400-e29b-41d4-a716-446655440000', 'a'],
  ['geo', { lon: 0, lat: 0 }, { lon: 0, lat: 91 }],
  ['text', 'a word', '...'],
] as const)('the count of a %s index is updated by every write', async (type, counted, other) => {
  await using database = new QdrantLocal();
  await fill(database, [{ t: counted }, { t: [other, counted] }, { t: other }]);
  await database.createPayloadIndex('c', { field_name: 't', field_schema: type });
  const count = async (): Promise<unknown> => (await database.getCollection('c')).payload_schema['t']?.points;
  expect(await count()).toBe(2);
  await database.setPayload('c', { points: [3], payload: { t: counted } });
  expect(await count()).toBe(3);
  await database.overwritePayload('c', { points: [1], payload: { t: other } });
  expect(await count()).toBe(2);
  await database.delete('c', { points: [2] });
  await database.clearPayload('c', { points: [3] });
  expect(await count()).toBe(0);
  await database.upsert('c', { points: [{ id: 9, vector: [1], payload: { t: [counted, counted] } }] });
  expect(await count()).toBe(1);
});

test('an index exists after reopening the database, and a dropped one does not', async () => {
  const path = await makeFolder();
  const asked = { must: { key: 't', match: { text: 'RED' } } };
  {
    await using database = new QdrantLocal({ path });
    await fill(database, [
      { t: 'a red car', n: 1 },
      { t: 'blue', n: 2 },
    ]);
    await database.createPayloadIndex('c', { field_name: 't', field_schema: { type: 'text', tokenizer: 'word' } });
    await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer' });
    await database.deletePayloadIndex('c', 'n');
  }
  await using database = new QdrantLocal({ path });
  expect((await database.getCollection('c')).payload_schema).toEqual({
    t: { data_type: 'text', params: { type: 'text', tokenizer: 'word' }, points: 2 },
  });
  expect(await idsOf(database, asked)).toEqual([1]);
});

test('a new index replaces the one on the same key, and dropping a missing index does nothing', async () => {
  await using database = await indexed('keyword', [['a red', 'car']]);
  const asked = { must: { key: 't', match: { text: 'red car' } } };
  expect(await idsOf(database, asked)).toEqual([]);
  await database.createPayloadIndex('c', { field_name: '"t"', field_schema: 'text' });
  expect(await idsOf(database, asked)).toEqual([1]);
  expect(Object.keys((await database.getCollection('c')).payload_schema)).toEqual(['t']);
  expect((await database.deletePayloadIndex('c', 't')).status).toBe('completed');
  expect(await idsOf(database, asked)).toEqual([]);
  expect((await database.deletePayloadIndex('c', 't', { wait: true })).status).toBe('completed');
});

test('with a text index, text conditions compare the words of a point: all, any, or a phrase within one text', async () => {
  await using database = await indexed({ type: 'text', phrase_matching: true }, [
    'The red car',
    'A car, red as blood',
    ['red', 'car'],
    'redcar',
    7,
  ]);
  const find = async (match: object): Promise<unknown[]> => idsOf(database, { must: { key: 't', match } } as Filter);
  expect(await find({ text: 'CAR red' })).toEqual([1, 2, 3]);
  expect(await find({ text_any: 'blood redcar unknown' })).toEqual([2, 4]);
  expect(await find({ phrase: 'Red, car' })).toEqual([1]);
  expect(await find({ text: ' ' })).toEqual([]);
  expect(await find({ text: 'red unknown' })).toEqual([]);
});

test('a phrase matches nothing with a text index that does not support phrases', async () => {
  await using database = await indexed('text', ['the red car']);
  expect(await idsOf(database, { must: { key: 't', match: { phrase: 'red car' } } })).toEqual([]);
});

test.each([
  [true, { scoring: { type: 'bm25' } }],
  [{ type: 'bm25' as const }, { scoring: { type: 'bm25' } }],
  [false, {}],
  [null, {}],
])('with scoring: %j, getCollection shows %j', async (scoring, shown) => {
  await using database = await indexed({ type: 'text', scoring }, ['the red car']);
  expect((await database.getCollection('c')).payload_schema).toEqual({
    t: { data_type: 'text', params: { type: 'text', ...shown }, points: 1 },
  });
});

test('a nested filter evaluates each text separately', async () => {
  await using database = new QdrantLocal();
  await fill(database, [{ l: [{ t: ['red', 'car'] }, { t: 'a red car' }] }, { l: [{ t: 'red' }, { t: 'car' }] }]);
  await database.createPayloadIndex('c', { field_name: 'l[].t', field_schema: 'text' });
  const must = { key: 't', match: { text: 'red car' } };
  expect(await idsOf(database, { must: { nested: { key: 'l', filter: { must } } } })).toEqual([1]);
  expect(await idsOf(database, { must: { key: 'l[].t', match: { text: 'red car' } } })).toEqual([1, 2]);
});

test('a uuid index treats all spellings of a UUID as equal', async () => {
  const uuid = '550e8400-e29b-41d4-a716-446655440000';
  await using database = await indexed('uuid', [uuid.toUpperCase(), uuid, 'none', null]);
  const find = async (match: object): Promise<unknown[]> => idsOf(database, { must: { key: 't', match } } as Filter);
  expect(await find({ value: uuid.replaceAll('-', '') })).toEqual([1, 2]);
  expect(await find({ value: 'none' })).toEqual([3]);
  expect(await find({ any: [uuid, 'none'] })).toEqual([2, 3]);
  expect(await find({ except: [uuid] })).toEqual([3]);
});

test.each(['integer', 'float'] as const)('an index of type %s finds integers and floats', async (type) => {
  await using database = await indexed(type, [1, 1.25, 1.5, [2, 1], '1', true]);
  const find = async (condition: object): Promise<unknown[]> => idsOf(database, { must: { key: 't', ...condition } });
  expect(await find({ match: { value: 1 } })).toEqual([1, 4]);
  expect(await find({ match: { any: [2, 7] } })).toEqual([4]);
  expect(await find({ range: { gt: 1, lt: 2 } })).toEqual([2, 3]);
  expect(await find({ match: { value: '1' } })).toEqual([5]);
});

test('finds strings by a substring, with and without an index of prefixes', async () => {
  const texts = ['oak table', ['x', 'old oak'], 'OAK', 7, 'o'];
  for (const schema of [{ type: 'keyword', prefix: true }, 'keyword', 'text'] as const) {
    await using database = await indexed(schema, texts);
    const find = async (substring: string): Promise<unknown[]> =>
      idsOf(database, { must: { key: 't', match: { substring } } });
    expect(await find('oak')).toEqual([1, 2]);
    expect(await find('d o')).toEqual([2]);
    expect(await find('')).toEqual([1, 2, 3, 5]);
    expect(await find('none')).toEqual([]);
    expect(await idsOf(database, { must_not: { key: 't', match: { substring: 'a' } } })).toEqual([3, 4, 5]);
  }
});

test('finds strings by a substring when the index has too many distinct strings to scan', async () => {
  const texts = Array.from({ length: 50_001 }, (_, index) => `s${index}`);
  await using database = await indexed({ type: 'keyword', prefix: true }, texts);
  const filter = { must: { key: 't', match: { substring: '49999' } } };
  expect(await idsOf(database, filter)).toEqual([50_000]);
  expect(await database.count('c', { filter })).toEqual({ count: 1 });
});

test('every kind of read uses an exact result of an index', async () => {
  await using database = await indexed('keyword', ['a', 'b', 'a', 'a']);
  const filter = { must: { key: 't', match: { value: 'a' } } };
  expect(await database.count('c', { filter })).toEqual({ count: 3 });
  const { points } = await database.query('c', { query: [1], filter, limit: 2 });
  expect(points.map(({ id }) => id)).toEqual([4, 3]);
  expect((await database.facet('c', { key: 't', filter })).hits).toEqual([{ value: 'a', count: 3 }]);
  await database.delete('c', { filter });
  expect(await idsOf(database, {})).toEqual([2]);
});

test.each([
  [400, { field_name: 't' }],
  [400, { field_schema: 'keyword' }],
  [400, { field_name: 'a..b', field_schema: 'keyword' }],
  [400, { field_name: 't', field_schema: 'string' }],
  [400, { field_name: 't', field_schema: { type: 'keyword', prefix: 'yes' } }],
  [400, { field_name: 't', field_schema: { type: 'keyword', lookup: true } }],
  [400, { field_name: 't', field_schema: { type: 'keyword', memory: 'hot' } }],
  [422, { field_name: 't', field_schema: { type: 'integer', lookup: false, range: false } }],
  [400, { field_name: 't', field_schema: { type: 'text', tokenizer: 'letters' } }],
  [400, { field_name: 't', field_schema: { type: 'text', min_token_len: -1 } }],
  [422, { field_name: 't', field_schema: { type: 'text', min_token_len: 5, max_token_len: 4 } }],
  [400, { field_name: 't', field_schema: { type: 'text', stopwords: { custom: 'the' } } }],
  [400, { field_name: 't', field_schema: { type: 'text', stemmer: { type: 'porter' } } }],
  [400, { field_name: 't', field_schema: { type: 'text', stemmer: { type: 'snowball', language: 'latin' } } }],
  [400, { field_name: 't', field_schema: { type: 'text', stemmer: { type: 'snowball' } } }],
  [501, { field_name: 't', field_schema: { type: 'text', stemmer: { type: 'snowball', language: 'greek' } } }],
  [501, { field_name: 't', field_schema: { type: 'text', stopwords: 'french' } }],
  [400, { field_name: 't', field_schema: { type: 'text', scoring: 'bm25' } }],
  [400, { field_name: 't', field_schema: { type: 'text', scoring: { type: 'tf' } } }],
  [400, { field_name: 't', field_schema: { type: 'text', scoring: { type: 'bm25', k: 1 } } }],
  [400, { field_name: 't', field_schema: { type: 'keyword', scoring: true } }],
  [501, { field_name: 'l[].t', field_schema: { type: 'text', scoring: true, nested: 'l' } }],
  [501, { field_name: 't', field_schema: { type: 'text', stopwords: { languages: ['french'] } } }],
])('createPayloadIndex rejects with status %d: %j', async (status, request) => {
  await using database = new QdrantLocal();
  await fill(database, []);
  await expect(database.createPayloadIndex('c', request as never)).rejects.toMatchObject({ status });
  expect((await database.getCollection('c')).payload_schema).toEqual({});
});

test('rejects an index on a key of a missing collection with status 404', async () => {
  await using database = new QdrantLocal();
  const request = { field_name: 't', field_schema: 'keyword' } as const;
  await expect(database.createPayloadIndex('none', request)).rejects.toMatchObject({ status: 404 });
  await expect(database.deletePayloadIndex('none', 't')).rejects.toMatchObject({ status: 404 });
});
