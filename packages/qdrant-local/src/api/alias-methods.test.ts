import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { AliasOperation } from '../requests/types/alias-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const config = { vectors: { size: 1, distance: 'Dot' } } as const;

const create = (alias_name: string, collection_name: string): AliasOperation => ({
  create_alias: { alias_name, collection_name },
});
const remove = (alias_name: string): AliasOperation => ({ delete_alias: { alias_name } });
const rename = (old_alias_name: string, new_alias_name: string): AliasOperation => ({
  rename_alias: { old_alias_name, new_alias_name },
});

async function openTwo(path?: string): Promise<QdrantLocal> {
  const database = new QdrantLocal({ path });
  await database.createCollection('one', config);
  await database.createCollection('two', config);
  await database.upsert('one', { points: [{ id: 1, vector: [1] }] });
  await database.upsert('two', { points: [2, 3].map((id) => ({ id, vector: [id] })) });
  return database;
}

async function change(database: QdrantLocal, ...actions: AliasOperation[]): Promise<void> {
  expect(await database.updateCollectionAliases({ actions })).toBe(true);
}

async function named(database: QdrantLocal): Promise<Record<string, string>> {
  const { aliases } = await database.getAliases();
  return Object.fromEntries(aliases.map(({ alias_name, collection_name }) => [alias_name, collection_name]));
}

test('an alias refers to its collection in every method', async () => {
  await using database = await openTwo();
  await change(database, create('a', 'one'));
  expect(await database.collectionExists('a')).toEqual({ exists: true });
  expect(await database.getCollection('a')).toMatchObject({ points_count: 1 });
  await database.upsert('a', { points: [{ id: 7, vector: [7] }] });
  await database.setPayload('a', { payload: { seen: true }, points: [7] });
  expect((await database.query('a', { query: [1], limit: 1 })).points).toMatchObject([{ id: 7, score: 7 }]);
  expect(await database.retrieve('one', { ids: [7] })).toEqual([{ id: 7, payload: { seen: true } }]);
  await database.delete('a', { points: [7] });
  expect(await database.count('one')).toEqual({ count: 1 });
  expect((await database.scroll('a')).points).toHaveLength(1);
  expect(await database.getCollections()).toEqual({ collections: [{ name: 'one' }, { name: 'two' }] });
});

test('lists aliases by name, for one collection or for all', async () => {
  await using database = await openTwo();
  await change(database, create('b', 'one'), create('a', 'two'), create('c', 'one'));
  expect(await database.getAliases()).toEqual({
    aliases: [
      { alias_name: 'a', collection_name: 'two' },
      { alias_name: 'b', collection_name: 'one' },
      { alias_name: 'c', collection_name: 'one' },
    ],
  });
  expect((await database.getCollectionAliases('one')).aliases.map(({ alias_name }) => alias_name)).toEqual(['b', 'c']);
  expect(await database.getCollectionAliases('none')).toEqual({ aliases: [] });
});

test('applies actions in sequence: an alias moves, swaps and is renamed within one call', async () => {
  await using database = await openTwo();
  await change(database, create('live', 'one'), create('next', 'two'));
  await change(database, rename('live', 'old'), rename('next', 'live'), remove('nothing'));
  expect(await named(database)).toEqual({ old: 'one', live: 'two' });
  await change(database, create('live', 'one'), remove('old'));
  expect(await named(database)).toEqual({ live: 'one' });
  expect(await database.count('live')).toEqual({ count: 1 });
  await change(database);
  expect(await named(database)).toEqual({ live: 'one' });
});

test.each<[number, string, AliasOperation[]]>([
  [404, "Not found: Collection `none` doesn't exist!", [create('x', 'none')]],
  [404, "Not found: Collection `a` doesn't exist!", [create('x', 'a')]],
  [409, 'Wrong input: Collection `two` already exists!', [create('two', 'one')]],
  [409, 'Wrong input: Collection `two` already exists!', [rename('a', 'two')]],
  [404, 'Not found: Alias none does not exists!', [rename('none', 'x')]],
])('a change that fails with %d (%s) changes no alias', async (status, message, actions) => {
  await using database = await openTwo();
  await change(database, create('a', 'one'));
  const failing = database.updateCollectionAliases({ actions: [remove('a'), create('a', 'two'), ...actions] });
  await expect(failing).rejects.toMatchObject({ code: 'VECTOR_STORE', status, message });
  expect(await named(database)).toEqual({ a: 'one' });
});

test.each<[number, unknown]>([
  [400, undefined],
  [400, {}],
  [400, { actions: {} }],
  [400, { actions: [{}] }],
  [400, { actions: [null] }],
  [400, { actions: [{ ...create('x', 'one'), ...remove('x') }] }],
  [400, { actions: [{ create_alias: { alias_name: 'x' } }] }],
  [400, { actions: [{ delete_alias: { alias_name: 'x', collection_name: 'one' } }] }],
  [400, { actions: [{ drop_alias: { alias_name: 'x' } }] }],
  [400, { actions: [{ constructor: { alias_name: 'x' } }] }],
  [400, { actions: [], aliases: [] }],
  [422, { actions: [create('a/b', 'one')] }],
  [422, { actions: [rename('a', '')] }],
])('rejects the body with status %d: %j', async (status, body) => {
  await using database = await openTwo();
  await expect(database.updateCollectionAliases(body as never)).rejects.toMatchObject({ code: 'VECTOR_STORE', status });
  expect(await named(database)).toEqual({});
});

test('a collection cannot take the name of an alias, and an alias cannot be deleted as a collection', async () => {
  await using database = await openTwo();
  await change(database, create('a', 'one'));
  const refusal = {
    status: 400,
    message: "Wrong input: Can't create collection with name a. Alias with the same name already exists",
  };
  await expect(database.createCollection('a', config)).rejects.toMatchObject(refusal);
  await expect(database.recreateCollection('a', config)).rejects.toMatchObject(refusal);
  expect(await database.deleteCollection('a')).toBe(false);
  expect(await database.count('a')).toEqual({ count: 1 });
});

test('the aliases of a collection are removed with it', async () => {
  await using database = await openTwo();
  await change(database, create('a', 'one'), create('b', 'two'));
  expect(await database.deleteCollection('one')).toBe(true);
  expect(await named(database)).toEqual({ b: 'two' });
  await expect(database.count('a')).rejects.toMatchObject({
    status: 404,
    message: "Not found: Collection `a` doesn't exist!",
  });
  expect(await database.recreateCollection('two', config)).toBe(true);
  expect(await named(database)).toEqual({});
  expect(await database.count('two')).toEqual({ count: 0 });
  expect(await database.recreateCollection('three', config)).toBe(true);
  expect(await database.collectionExists('three')).toEqual({ exists: true });
});

test('calls see earlier changes to aliases and collections, whether or not these were awaited', async () => {
  await using database = await openTwo();
  const calls = [
    database.updateCollectionAliases({ actions: [create('a', 'one')] }),
    database.upsert('a', { points: [{ id: 9, vector: [9] }] }),
    database.updateCollectionAliases({ actions: [create('a', 'two')] }),
    database.count('a'),
    database.deleteCollection('two'),
    database.collectionExists('a'),
    database.createCollection('a', config),
    database.count('a'),
    database.getAliases(),
    database.count('one'),
  ];
  const answers = await Promise.all<unknown>(calls);
  expect(answers.slice(3)).toEqual([
    { count: 2 },
    true,
    { exists: false },
    true,
    { count: 0 },
    { aliases: [] },
    { count: 2 },
  ]);
});

test('aliases and recreated collections are the same after a folder is reopened', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  try {
    const database = await openTwo(folder);
    await change(database, create('a', 'one'), create('b', 'one'), create('__proto__', 'two'));
    await change(database, rename('b', 'ü'), remove('a'));
    await database.recreateCollection('two', { vectors: { size: 2, distance: 'Dot' } });
    await change(database, create('constructor', 'two'));
    await database.close();
    await using reopened = new QdrantLocal({ path: folder });
    // This alias must be known before the first call can be queued.
    expect(await reopened.count('ü')).toEqual({ count: 1 });
    expect(await named(reopened)).toEqual({ ü: 'one', constructor: 'two' });
    expect(await reopened.count('two')).toEqual({ count: 0 });
    await reopened.upsert('constructor', { points: [{ id: 1, vector: [1, 2] }] });
  } finally {
    await rm(folder, { recursive: true });
  }
});
