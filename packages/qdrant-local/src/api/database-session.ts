import { type CollectionContext, Database } from '../engine/database.ts';
import { requireCollectionName } from '../requests/read-collection-config.ts';
import type { Storage } from '../storage/storage.ts';

/** What all methods share: the database, and its end. */
export abstract class DatabaseSession {
  /** @internal */
  protected readonly database: Database;

  /** @internal */
  protected constructor(storage: Storage) {
    this.database = new Database(storage);
  }

  /**
   * The version of Qdrant whose API these methods speak.
   *
   * @example
   * await database.versionInfo(); // => { title: '@x/qdrant-local', version: '1.19.0' }
   */
  async versionInfo(): Promise<{ title: string; version: string }> {
    return { title: '@x/qdrant-local', version: '1.19.0' };
  }

  /** Waits for the calls under way and lets go of everything. Calling it again does nothing. */
  async close(): Promise<void> {
    await this.database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Where a call was made. @throws {VectorStoreError} with status 422 when the collection's name is none. */
export function contextOf(operation: string, collection: string): CollectionContext {
  const context = { operation, collection };
  requireCollectionName(collection, context);
  return context;
}
