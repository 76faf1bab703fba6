import type { Storage } from './storage.ts';

/** The storage of a database in memory: nothing outlives the process, so there is nothing to write. */
export class MemoryStorage implements Storage {
  async open(): Promise<readonly []> {
    return [];
  }
  async createCollection(): Promise<void> {}
  async updateCollection(): Promise<void> {}
  async deleteCollection(): Promise<void> {}
  async writePoints(): Promise<void> {}
  async close(): Promise<void> {}
}
