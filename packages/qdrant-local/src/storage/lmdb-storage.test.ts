import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const everything = { limit: 1000, with_vector: true } as const;

async function fill(database: QdrantLocal): Promise<void> {
  await Promise.all([
    database.createCollection('plain', { vectors: { size: 3, distance: 'Cosine' }, metadata: { kept: true } }),
    database.createCollection('named ü', {
      vectors: { a: { size: 1, distance: 'Dot' }, b: { size: 2, distance: 'Euclid' } },
    }),
    database.createCollection('gone', { vectors: { size: 1, distance: 'Dot' } }),
  ]);
  await database.upsert('plain', {
    points: [
      { id: 0, vector: [1, 2, 3], payload: { text: 'ünïcode \ud83d\udc1d \u2028', nested: { list: [1, null, 'x'] } } },
      { id: 2n ** 64n - 1n, vector: [0.1, 0, 0] },
      { id: '0f8fad5b-d9cb-469f-a165-70867728950e', vector: [0, -1, 0] },
      { id: 5, vector: [0, 0, 1], payload: JSON.parse('{"__proto__":1}') as Record<string, unknown> },
    ],
  });
  await database.upsert('named ü', {
    points: [1, 2].map((id) => ({ id, vector: id === 1 ? { a: [1] } : { b: [1, 2] } })),
  });
  await database.upsert('gone', { points: [{ id: 1, vector: [1] }] });
  await database.setPayload('plain', { payload: { later: true }, points: [5] });
  await database.delete('plain', { points: [0] });
  await database.upsert('plain', { points: [{ id: 0, vector: [3, 2, 1] }] });
  await database.deleteCollection('gone');
}

async function dump(database: QdrantLocal): Promise<unknown> {
  const { collections } = await database.getCollections();
  return Promise.all(
    collections.map(async ({ name }) => [
      name,
      await database.getCollection(name),
      await database.scroll(name, everything),
    ]),
  );
}

describe('a database on disk', () => {
  test('is the same after reopening', async () => {
    const path = join(folder, 'new', 'db');
    const database = new QdrantLocal({ path });
    await fill(database);
    const before = await dump(database);
    const hits = await database.query('plain', { query: [1, 1, 1] });
    await database.close();
    await using reopened = new QdrantLocal({ path });
    expect(await dump(reopened)).toEqual(before);
    expect(await reopened.query('plain', { query: [1, 1, 1] })).toEqual(hits);
    await reopened.createCollection('gone', { vectors: { size: 1, distance: 'Dot' } });
    expect(await reopened.count('gone')).toEqual({ count: 0 });
  });

  test('keeps collections and aliases of any name', async () => {
    const names = [
      '\u0001',
      'a\u0002b',
      ' ',
      '...',
      '€'.repeat(255),
      '😀'.repeat(127),
      '__proto__',
      'constructor',
      'sum',
    ];
    const database = new QdrantLocal({ path: folder });
    for (const [index, name] of names.entries()) {
      await database.createCollection(name, { vectors: { size: 1, distance: 'Dot' } });
      await database.upsert(name, { points: [{ id: index, vector: [index] }] });
      await database.updateCollectionAliases({
        actions: [{ create_alias: { alias_name: `of ${name.slice(0, 250)}`, collection_name: name } }],
      });
    }
    const before = await dump(database);
    await database.close();
    await using reopened = new QdrantLocal({ path: folder });
    expect(await dump(reopened)).toEqual(before);
    for (const [index, name] of names.entries()) {
      expect((await reopened.scroll(`of ${name.slice(0, 250)}`)).points.map(({ id }) => id)).toEqual([index]);
    }
    for (const name of ['a\ud800', '.', '..']) {
      await expect(reopened.createCollection(name, {})).rejects.toMatchObject({ status: 422 });
    }
  });

  test("written with durability 'relaxed' is the same after reopening with 'sync'", async () => {
    const database = new QdrantLocal({ path: folder, durability: 'relaxed' });
    await fill(database);
    const before = await dump(database);
    await database.close();
    await using reopened = new QdrantLocal({ path: folder, durability: 'sync' });
    expect(await dump(reopened)).toEqual(before);
  });

  test('returns the same as a database in memory', async () => {
    const now = (): number => 0;
    await using onDisk = new QdrantLocal({ path: folder, now });
    await using inMemory = new QdrantLocal({ now });
    await fill(onDisk);
    await fill(inMemory);
    expect(await dump(onDisk)).toEqual(await dump(inMemory));
  });
});

function refusal(message: RegExp): unknown {
  return expect.objectContaining({ code: 'VECTOR_STORE', message: expect.stringMatching(message) });
}

describe('the lock', () => {
  test('rejects a second database on the folder, naming the owner, until the first is closed', async () => {
    const first = new QdrantLocal({ path: folder });
    await first.getCollections();
    const second = new QdrantLocal({ path: join(folder, '.') });
    const owner = `\\(pid ${process.pid} on ${hostname()} since \\d{4}-\\d\\d-\\d\\dT[^)]*Z\\)`;
    const pid = new RegExp(`already open in this process ${owner}`);
    await expect(second.getCollections()).rejects.toEqual(refusal(pid));
    await expect(second.getCollections()).rejects.toMatchObject({ isRetryable: true });
    await first.close();
    expect(await second.getCollections()).toEqual({ collections: [] });
    await second.close();
    expect(await readdir(folder)).not.toContain('qdrant-local.lock');
  });

  test('of a running process rejects others and names its pid', async () => {
    const owner = { pid: process.ppid, hostname: hostname(), start: 'unknown' };
    if (process.platform === 'linux') owner.start = await startTicks(process.ppid);
    await writeFile(join(folder, 'qdrant-local.lock'), JSON.stringify(owner));
    await using database = new QdrantLocal({ path: folder });
    await expect(database.getCollections()).rejects.toEqual(
      refusal(new RegExp(`a process \\(pid ${process.ppid} on `)),
    );
    expect(await readdir(folder)).toEqual(['qdrant-local.lock']);
  });

  test.runIf(process.platform === 'linux')('of an earlier process with the same pid is taken over', async () => {
    const owner = { pid: process.pid, hostname: hostname(), start: '1' };
    await writeFile(join(folder, 'qdrant-local.lock'), JSON.stringify(owner));
    await using database = new QdrantLocal({ path: folder });
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('is taken over by exactly one of several concurrent databases when it is stale', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(join(folder, 'qdrant-local.lock'), JSON.stringify({ pid, hostname: hostname(), start: '1' }));
    const databases = Array.from({ length: 8 }, () => new QdrantLocal({ path: folder }));
    const outcomes = await Promise.allSettled(databases.map((database) => database.getCollections()));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals).toHaveLength(7);
    for (const { reason } of refusals)
      expect(reason).toEqual(refusal(/already open in this process|could not be taken/));
    await Promise.all(databases.map((database) => database.close()));
    expect((await readdir(folder)).filter((name) => name.startsWith('qdrant-local.lock'))).toEqual([]);
  });

  test.each([
    ['on another machine', JSON.stringify({ pid: 1, hostname: 'elsewhere.invalid', start: '1' }), /elsewhere\.invalid/],
    ['that cannot be read', 'not json', /cannot be read/],
  ])('a lock %s is kept', async (_, text, message) => {
    const lock = join(folder, 'qdrant-local.lock');
    await writeFile(lock, text);
    await using database = new QdrantLocal({ path: folder });
    await expect(database.getCollections()).rejects.toEqual(refusal(message));
    expect(await readFile(lock, 'utf8')).toBe(text);
  });
});

async function startTicks(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
}

async function expectRefused(message: RegExp): Promise<void> {
  const read = async () =>
    Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
  const before = await read();
  const database = new QdrantLocal({ path: folder });
  await expect(database.getCollections()).rejects.toEqual(refusal(message));
  await database.close();
  expect(await read()).toEqual(before);
}

describe('a path that is not a database of this release is rejected and left unchanged', () => {
  test('a folder with other files', async () => {
    await writeFile(join(folder, 'meta.json'), '{"collections":{}}');
    await expectRefused(/contains 'meta\.json'/);
  });

  test('a later format version', async () => {
    await new QdrantLocal({ path: folder }).close();
    await writeFile(join(folder, 'qdrant-local.json'), '{"format":"@x/qdrant-local","version":3}');
    await expectRefused(/format version 3, but this release reads versions 1 and 2/);
  });

  test('a marker file that cannot be read', async () => {
    await writeFile(join(folder, 'qdrant-local.json'), '{"form');
    await expectRefused(/does not describe a database/);
  });

  test('a database without its data file', async () => {
    await writeFile(join(folder, 'qdrant-local.json'), '{"format":"@x/qdrant-local","version":1}');
    await expectRefused(/missing its data file/);
  });

  test.each([
    ['with other contents', 'x'.repeat(100_000), /not a data file of this engine/],
    ['that is empty', '', /not a data file of this engine/],
  ])('a data file %s', async (_, text, message) => {
    await writeFile(join(folder, 'qdrant-local.json'), '{"format":"@x/qdrant-local","version":1}');
    await writeFile(join(folder, 'qdrant-local.mdb'), text);
    await expectRefused(message);
  });

  test.each([100, 16_384, 32_768, 49_152])('a data file truncated to %d bytes', async (size) => {
    const database = new QdrantLocal({ path: folder });
    await fill(database);
    await database.close();
    await truncate(join(folder, 'qdrant-local.mdb'), size);
    await expectRefused(/not a data file of this engine|was truncated/);
  });

  test('a file in place of the folder', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'text');
    await using database = new QdrantLocal({ path });
    await expect(database.getCollections()).rejects.toMatchObject({ code: 'VECTOR_STORE' });
  });
});

test('a damaged point is named, and the folder is unlocked afterwards', async () => {
  const database = new QdrantLocal({ path: folder });
  await database.createCollection('c', { vectors: { size: 2, distance: 'Dot' } });
  await database.upsert('c', { points: [{ id: 7, vector: [1, 2] }] });
  await database.close();
  const environment = open({ path: join(folder, 'qdrant-local.mdb'), noSubdir: true, maxDbs: 2 });
  const points = environment.openDB<Buffer, Buffer>({ name: 'points', encoding: 'binary', keyEncoding: 'binary' });
  for (const { key, value } of points.getRange()) points.putSync(Buffer.from(key), Buffer.from(value).subarray(0, -1));
  await environment.close();
  await using damaged = new QdrantLocal({ path: folder });
  const message = expect.stringMatching(/qdrant-local\.mdb' is damaged: point 7 of collection `c`/);
  await expect(damaged.count('c')).rejects.toMatchObject({ message });
  await expect(damaged.count('c')).rejects.toMatchObject({ message });
});

test.each(['', 7])('rejects the path %j immediately', (path) => {
  expect(() => new QdrantLocal({ path: path as string })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test.each(['fsync', null, 1])('rejects the durability %j immediately', (durability) => {
  expect(() => new QdrantLocal({ path: folder, durability: durability as never })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter: 'durability' }),
  );
});

test('a database that was never used leaves no files', async () => {
  const path = join(folder, 'unused');
  await new QdrantLocal({ path }).close();
  await mkdir(path);
  expect(await readdir(path)).toEqual([]);
});
