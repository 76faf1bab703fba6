import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import { writeSnapshot } from './write-snapshot.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const points = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index,
    vector: [index, 1],
    payload: { text: `point ${from + index}` },
  }));

async function openFilled(path?: string): Promise<QdrantLocal> {
  const database = new QdrantLocal({ path });
  await database.createCollection('a', { vectors: { size: 2, distance: 'Cosine' }, metadata: { by: 'me' } });
  await database.createCollection('empty', { vectors: { x: { size: 1, distance: 'Dot' } } });
  await database.upsert('a', { points: [...points(0, 2500), { id: 2n ** 64n - 1n, vector: [3, 4] }] });
  await database.updateCollectionAliases({ actions: [{ create_alias: { alias_name: 'b', collection_name: 'a' } }] });
  return database;
}

async function dump(database: QdrantLocal): Promise<unknown> {
  const { collections } = await database.getCollections();
  const contents = collections.map(async ({ name }) => [
    await database.getCollection(name),
    await database.scroll(name, { limit: 10_000, with_vector: true }),
  ]);
  return [collections, await database.getAliases(), await Promise.all(contents)];
}

describe.each([
  ['in memory', undefined],
  ['on disk', 'database'],
])('a snapshot of a database %s', (_, path) => {
  const source = () => path && join(folder, path);
  const target = () => join(folder, 'backups', 'first');

  test('opens as an equal database, independent of the original', async () => {
    await using database = await openFilled(source());
    const before = await dump(database);
    expect(await database.snapshot(target())).toBeUndefined();
    expect((await readdir(target())).toSorted()).toEqual(['qdrant-local.json', 'qdrant-local.mdb']);
    expect(await readdir(join(folder, 'backups'))).toEqual(['first']);
    await using restored = new QdrantLocal({ path: target() });
    expect(await dump(restored)).toEqual(before);
    await restored.delete('b', { points: [0] });
    await restored.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
    expect(await dump(database)).toEqual(before);
  });

  test('contains the writes called before it, and later calls proceed', async () => {
    await using database = await openFilled(source());
    const calls = [
      database.upsert('a', { points: points(10_000, 500) }),
      database.snapshot(target()),
      database.count('a'),
      database.upsert('a', { points: points(20_000, 500) }),
      database.createCollection('d', { vectors: { size: 1, distance: 'Dot' } }),
    ];
    await Promise.all<unknown>(calls);
    expect(await calls[2]).toEqual({ count: 3001 });
    expect(await database.count('a')).toEqual({ count: 3501 });
    await using restored = new QdrantLocal({ path: target() });
    const ids = (await restored.scroll('a', { limit: 10_000, with_payload: false })).points.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(points(10_000, 500).map(({ id }) => id)));
    // The snapshot contains the second write completely or not at all.
    expect([3001, 3501]).toContain(ids.length);
  });

  test('rejects a folder with contents, and leaves it unchanged', async () => {
    await using database = await openFilled(source());
    await mkdir(target(), { recursive: true });
    await database.snapshot(target());
    const before = await readFile(join(target(), 'qdrant-local.mdb'));
    await database.upsert('a', { points: points(10_000, 1) });
    await expect(database.snapshot(target())).rejects.toMatchObject({
      code: 'VECTOR_STORE',
      status: undefined,
      message: expect.stringMatching(/first' was not written: the folder contains 'qdrant-local\.json'/),
    });
    expect(before.equals(await readFile(join(target(), 'qdrant-local.mdb')))).toBe(true);
  });

  test('leaves nothing when it cannot be written', async () => {
    await using database = await openFilled(source());
    await writeFile(join(folder, 'file'), 'text');
    for (const unwritable of [join(folder, 'file'), join(folder, 'file', 'below')]) {
      await expect(database.snapshot(unwritable)).rejects.toMatchObject({ code: 'VECTOR_STORE', status: undefined });
    }
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('text');
    expect((await readdir(folder)).filter((name) => name !== 'database')).toEqual(['file']);
  });

  test.each(['', 7])('rejects the path %j', async (bad) => {
    await using database = await openFilled(source());
    await expect(database.snapshot(bad as string)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

test('a snapshot whose data cannot be written leaves neither a draft nor a folder', async () => {
  const cause = new Error('ENOSPC: no space left on device');
  const writeHalf = async (draft: string): Promise<void> => {
    await writeFile(join(draft, 'qdrant-local.mdb'), 'half');
    throw cause;
  };
  const failing = writeSnapshot(join(folder, 'target'), writeHalf, { version: 1 });
  await expect(failing).rejects.toMatchObject({
    code: 'VECTOR_STORE',
    cause,
    message: expect.stringMatching(/ENOSPC/),
  });
  expect(await readdir(folder)).toEqual([]);
});
