import type { Storage, StoredDatabase } from '../engine/storage.ts';
import type { PointChange } from '../table/point-record.ts';
import { formatVersionOf } from './database-folder.ts';
import { LmdbStorage } from './lmdb-storage.ts';
import { writeSnapshot } from './write-snapshot.ts';

const pointsPerWrite = 1000;

/** The storage of a database in memory. Its methods write nothing, except a snapshot. */
export class MemoryStorage implements Storage {
  async open(): Promise<StoredDatabase> {
    return { collections: [], aliases: new Map() };
  }
  async restructure(): Promise<void> {}
  async updateCollection(): Promise<void> {}
  async writePoints(): Promise<void> {}
  readerOf(): undefined {}
  async snapshot(path: string, { collections, aliases }: StoredDatabase): Promise<void> {
    const version = formatVersionOf(collections.map(({ config }) => config));
    const writeData = async (folder: string): Promise<void> => {
      const storage = new LmdbStorage(folder);
      try {
        await storage.open();
        for (const { name, config, points } of collections) {
          await storage.restructure({ created: { name, config } });
          for (const changes of inChunks(points)) await storage.writePoints(name, changes);
        }
        await storage.restructure({ aliases });
      } finally {
        await storage.close();
      }
    };
    await writeSnapshot(path, writeData, { version });
  }
  async close(): Promise<void> {}
}

function* inChunks(points: StoredDatabase['collections'][number]['points']): Generator<PointChange[]> {
  let chunk: PointChange[] = [];
  for (const record of points) {
    chunk.push({ kind: 'put', record });
    if (chunk.length < pointsPerWrite) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
