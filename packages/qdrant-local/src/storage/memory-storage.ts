import type { Storage, StoredDatabase } from './storage.ts';

/** The storage of a database in memory: nothing outlives the process, so there is nothing to write. */
export class MemoryStorage implements Storage {
  async open(): Promise<StoredDatabase> {
    return { collections: [], aliases: new Map() };
  }
  async restructure(): Promise<void> {}
  async updateCollection(): Promise<void> {}
  async writePoints(): Promise<void> {}
  async close(): Promise<void> {}
}
