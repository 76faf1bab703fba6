import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { packedSettings } from '../__fixtures__/packed-settings.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Packed = Record<string, Buffer>;

/** Applies `change` to the packed rows in the data file and returns them by id and vector name. The database must be closed. */
async function packedRows(
  change: (key: string, value: Buffer) => Buffer | undefined = (_, value) => value,
): Promise<Packed> {
  const environment = open({ path: join(folder, 'qdrant-local.mdb'), noSubdir: true, maxDbs: 4, pageSize: 16_384 });
  const tree = environment.openDB<Buffer, Buffer>({ name: 'packed', encoding: 'binary', keyEncoding: 'binary' });
  const found: Packed = {};
  const entries = Array.from(tree.getRange(), ({ key, value }) => [Buffer.from(key), Buffer.from(value)] as const);
  for (const [key, value] of entries) {
    // The id follows the collection's number and the kind of id.
    const name = `${key.readBigUInt64BE(5)} ${key.toString('utf8', 13)}`;
    const changed = change(name, value);
    if (changed === undefined) tree.removeSync(key);
    else tree.putSync(key, changed);
    if (changed !== undefined) found[name] = changed;
  }
  await environment.close();
  return found;
}

async function withDatabase<T>(work: (database: QdrantLocal) => Promise<T>): Promise<T> {
  const database = new QdrantLocal({ path: folder });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const tokens = packedSettings.int8;
const row = [1, 2, 3];

async function fill(database: QdrantLocal): Promise<void> {
  await database.createCollection('c', { vectors: { tokens, other: tokens } });
  await database.upsert('c', {
    points: [1, 2, 3].map((id) => ({ id, vector: { tokens: [[id, 2, 3], row], other: [row] } })),
  });
}

describe('packed rows in the data file', () => {
  test('are removed with their vector, point, vector name or collection, and kept otherwise', async () => {
    await withDatabase(fill);
    const all = await packedRows();
    expect(Object.keys(all)).toEqual(['1 other', '1 tokens', '2 other', '2 tokens', '3 other', '3 tokens']);
    await withDatabase(async (database) => {
      await database.setPayload('c', { payload: { n: 1 }, points: [1, 2, 3] });
      await database.deleteVectors('c', { points: [1], vector: ['tokens'] });
      await database.updateVectors('c', { points: [{ id: 2, vector: { tokens: [row] } }] });
      await database.upsert('c', { points: [{ id: 3, vector: { other: [row] } }] });
    });
    const { '1 tokens': _, '2 tokens': old, '3 tokens': __, ...kept } = all;
    expect(await packedRows()).toEqual({ ...kept, '2 tokens': old!.subarray(old!.length / 2) });
    await withDatabase(async (database) => {
      await database.delete('c', { points: [1] });
      await database.deleteVectorName('c', 'other');
    });
    expect(Object.keys(await packedRows())).toEqual(['2 tokens']);
    await withDatabase(async (database) => {
      await database.createCollection('kept', { vectors: { tokens } });
      await database.upsert('kept', { points: [{ id: 9, vector: { tokens: [row] } }] });
      await database.recreateCollection('c', { vectors: {} });
    });
    expect(Object.keys(await packedRows())).toEqual(['9 tokens']);
  });

  test('release pages for reuse when they are removed', async () => {
    const long = { size: 384, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true } as const;
    const point = (id: number) => ({
      id,
      vector: { tokens: Array.from({ length: 20 }, () => new Float32Array(384).fill(id)) },
    });
    const write = (database: QdrantLocal) =>
      database.upsert('c', { points: Array.from({ length: 50 }, (_, id) => point(id)) });
    await withDatabase(async (database) => {
      await database.createCollection('c', { vectors: { tokens: long } });
      await write(database);
      await write(database);
      await write(database);
      const { size } = await stat(join(folder, 'qdrant-local.mdb'));
      for (let round = 0; round < 5; round++) {
        await write(database);
        await database.recreateCollection('c', { vectors: { tokens: long } });
      }
      expect((await stat(join(folder, 'qdrant-local.mdb'))).size).toBeLessThan(1.5 * size);
    });
  });
});

describe('damage of packed rows', () => {
  test.each(['were changed', 'belong to another point', 'are lost'])(
    'damage of rows that %s is found on reading, named by point, and repaired by writing the vector again',
    async (what) => {
      await withDatabase(fill);
      const whole = await packedRows();
      await packedRows((name, value) => {
        if (name !== '2 tokens') return value;
        if (what === 'are lost') return undefined;
        return what === 'belong to another point' ? whole['3 tokens'] : Buffer.from(value.toReversed());
      });
      await withDatabase(async (database) => {
        const refused = {
          code: 'VECTOR_STORE',
          message: expect.stringMatching(/qdrant-local\.mdb' is damaged: vector `tokens` of point 2 of collection `c`/),
        };
        const query = { query: [row], using: 'tokens' } as const;
        await expect(database.query('c', query)).rejects.toMatchObject(refused);
        await expect(database.query('c', { query: 2, using: 'tokens' })).rejects.toMatchObject(refused);
        await expect(database.retrieve('c', { ids: [2], with_vector: true })).rejects.toMatchObject(refused);
        expect((await database.query('c', { ...query, using: 'other' })).points).toHaveLength(3);
        const others = { filter: { must_not: [{ has_id: [2] }] } };
        expect((await database.query('c', { ...query, ...others })).points).toHaveLength(2);
        expect(await database.count('c', { filter: { must: [{ has_vector: 'tokens' }] } })).toEqual({ count: 3 });
        await database.updateVectors('c', { points: [{ id: 2, vector: { tokens: [row] } }] });
        expect((await database.query('c', query)).points).toHaveLength(3);
      });
    },
  );

  test('damage in page headers is ignored on opening, and writes that would free the pages are rejected', async () => {
    const dimension = 1000;
    const rows = (id: number) => Array.from({ length: 10 }, () => new Float32Array(dimension).fill(id));
    const pointOf = (id: number) => ({ id, vector: { tokens: rows(id) } });
    await withDatabase(async (database) => {
      await database.createCollection('c', {
        vectors: { tokens: { ...tokens, size: dimension, quantization_config: null } },
      });
      await database.upsert('c', { points: [pointOf(7), pointOf(8)] });
    });
    const path = join(folder, 'qdrant-local.mdb');
    const file = await readFile(path);
    // LMDB reads the number of pages to free from the last of the 24 bytes before a value.
    file.writeUInt32LE(500, file.indexOf(Buffer.from(rows(7)[0]!.buffer)) - 4);
    await writeFile(path, file);
    const query = { query: [rows(1)[0]!], using: 'tokens' };
    const damaged = {
      message: expect.stringMatching(
        /damaged: vector `tokens` of point 7 of collection `c` is stored on damaged pages/,
      ),
    };
    await withDatabase(async (database) => {
      expect((await database.query('c', query)).points.map(({ id }) => id)).toEqual([8, 7]);
      await expect(database.upsert('c', { points: [pointOf(7)] })).rejects.toMatchObject(damaged);
      await expect(database.delete('c', { points: [7, 8] })).rejects.toMatchObject(damaged);
      await expect(database.deleteVectorName('c', 'tokens')).rejects.toMatchObject(damaged);
      await expect(database.deleteCollection('c')).rejects.toMatchObject(damaged);
      await database.setPayload('c', { points: [7], payload: { a: 1 } });
      await database.upsert('c', { points: [pointOf(8), pointOf(9)] });
    });
    await withDatabase(async (database) => {
      expect((await database.query('c', query)).points.map(({ id }) => id)).toEqual([9, 8, 7]);
    });
  });

  test('damage of rows lost with their tree is found when the folder is opened', async () => {
    await withDatabase(fill);
    const environment = open({ path: join(folder, 'qdrant-local.mdb'), noSubdir: true, maxDbs: 4, pageSize: 16_384 });
    await environment.openDB({ name: 'packed' }).drop();
    await environment.close();
    await expect(withDatabase((database) => database.count('c'))).rejects.toMatchObject({
      message: expect.stringMatching(/its tree 'packed' is missing/),
    });
  });
});
