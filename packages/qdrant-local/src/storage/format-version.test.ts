import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { packedKinds, packedSettings } from '../__fixtures__/packed-settings.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import { LmdbStorage } from './lmdb-storage.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const packed = { vectors: { tokens: packedSettings.bit1 } };
const plain = { vectors: { size: 1, distance: 'Dot' } } as const;

async function versionOf(path: string): Promise<unknown> {
  return (JSON.parse(await readFile(join(path, 'qdrant-local.json'), 'utf8')) as { version: unknown }).version;
}

test('a folder has version 1 until it has a collection with packed rows, which earlier releases cannot read', async () => {
  const path = join(folder, 'a');
  await using database = new QdrantLocal({ path });
  await database.createCollection('plain', plain);
  expect(await versionOf(path)).toBe(1);
  await database.recreateCollection('plain', packed);
  expect(await versionOf(path)).toBe(2);
  await database.close();
  await using reopened = new QdrantLocal({ path });
  expect(await reopened.count('plain')).toEqual({ count: 0 });
  expect(await versionOf(path)).toBe(2);
});

test.each(['in memory', 'in a folder'])(
  'a snapshot of a database %s has the version that its collections need',
  async (where) => {
    await using database = new QdrantLocal(where === 'in memory' ? {} : { path: join(folder, 'a') });
    await database.createCollection('packed', packed);
    await database.snapshot(join(folder, 'with'));
    await database.recreateCollection('packed', plain);
    await database.snapshot(join(folder, 'without'));
    expect([await versionOf(join(folder, 'with')), await versionOf(join(folder, 'without'))]).toEqual([2, 1]);
    await using opened = new QdrantLocal({ path: join(folder, 'without') });
    await opened.createCollection('again', packed);
    expect(await versionOf(join(folder, 'without'))).toBe(2);
  },
);

test('a folder without its version file gets a new one that matches its collections', async () => {
  const path = join(folder, 'a');
  const database = new QdrantLocal({ path });
  await database.createCollection('packed', packed);
  await database.close();
  await rm(join(path, 'qdrant-local.json'));
  await using reopened = new QdrantLocal({ path });
  expect(await reopened.count('packed')).toEqual({ count: 0 });
  expect(await versionOf(path)).toBe(2);
});

test.each(packedKinds)(
  'an on-disk %s collection of an earlier release keeps its numbers unchanged, including those of new points',
  async (kind) => {
    const path = join(folder, 'a');
    const storage = new LmdbStorage(path);
    await storage.open();
    const params = { ...packedSettings[kind], distance: 'Dot' as const };
    await storage.restructure({ created: { name: 'c', config: { vectors: { tokens: params } } } });
    const tokens = { kind: 'multi', dimension: 3, values: Float32Array.of(0.25, 100, 3.5) } as const;
    const record = { id: 1, version: 0, vectors: new Map([['tokens', tokens]]), payload: {} };
    await storage.writePoints('c', [{ kind: 'put', record }]);
    await storage.close();
    await using database = new QdrantLocal({ path });
    const row = kind === 'uint8' ? [0, 100, 3] : [0.25, 100, 3.5];
    await database.upsert('c', { points: [{ id: 2, vector: { tokens: [row] } }] });
    const { points } = await database.query('c', { query: [[1, 0, 1]], using: 'tokens', with_vector: true });
    const score = row[0]! + row[2]!;
    expect(points).toEqual([1, 2].map((id) => ({ id, version: id - 1, score, vector: { tokens: [row] } })));
    expect(await versionOf(path)).toBe(1);
  },
);

test('later changes to settings do not change how rows are stored', async () => {
  const path = join(folder, 'a');
  const { on_disk: _, ...inMemory } = packedSettings.int8;
  const point = { id: 1, vector: { a: [[0.123, 2, 3]], b: [[0.123, 2, 3]] } };
  const database = new QdrantLocal({ path });
  await database.createCollection('c', { vectors: { a: packedSettings.int8, b: inMemory } });
  await database.updateCollection('c', { vectors: { a: { on_disk: false }, b: { on_disk: true } } });
  await database.upsert('c', { points: [point] });
  const before = await database.retrieve('c', { ids: [1], with_vector: true });
  expect(before[0]!.vector).toEqual({ a: expect.not.arrayContaining(point.vector.a), b: point.vector.b });
  await database.close();
  await using reopened = new QdrantLocal({ path });
  expect(await reopened.retrieve('c', { ids: [1], with_vector: true })).toEqual(before);
});
