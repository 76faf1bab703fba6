import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { countTurns } from '../__fixtures__/slow-clock.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import { LmdbStorage } from './lmdb-storage.ts';

/** Opens a storage whose collection `c` contains 3,000 points. */
async function openStorage(): Promise<LmdbStorage> {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  const database = new QdrantLocal({ path });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: Array.from({ length: 3000 }, (_, id) => ({ id, vector: [id] })) });
  await database.close();
  const storage = new LmdbStorage(path);
  await storage.open();
  return storage;
}

async function readPoints(storage: LmdbStorage): Promise<PointRecord[]> {
  await storage.close();
  const { collections } = await storage.open();
  const points = collections.flatMap((collection) => [...collection.points]);
  await storage.close();
  return points;
}

test('a write of many points to disk yields to the event loop while it encodes them', async () => {
  const storage = await openStorage();
  const changes = Array.from({ length: 3000 }, (_, id): PointChange => {
    return { kind: 'put', record: { id, version: 7, vectors: new Map(), payload: { n: id } } };
  });
  expect(await countTurns(() => storage.writePoints('c', changes))).toBeGreaterThan(100);
  expect(await readPoints(storage)).toEqual(changes.map((change) => change.kind === 'put' && change.record));
});

test('the deletion of a large collection on disk yields to the event loop while it collects the keys', async () => {
  const storage = await openStorage();
  expect(await countTurns(() => storage.restructure({ deleted: 'c' }))).toBeGreaterThan(100);
  expect(await readPoints(storage)).toEqual([]);
});
