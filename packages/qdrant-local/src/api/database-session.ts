import { InvalidArgumentError, requireText } from '@x/core';

import { type CollectionContext, Database } from '../engine/database.ts';
import type { Storage } from '../engine/storage.ts';
import { requireCollectionName } from '../requests/read-collection-config.ts';

/** @internal */
export interface SessionHooks {
  readonly random: () => number;
  readonly onSize: (collection: string, points: number) => void;
}

/** What all methods share: the database, and its end. */
export abstract class DatabaseSession {
  /** @internal */
  protected readonly database: Database;

  /** @internal A number from 0 to below 1, anew at each call. */
  protected readonly random: () => number;

  /** @internal */
  protected constructor(storage: Storage, { random, onSize }: SessionHooks) {
    this.database = new Database(storage, onSize);
    this.random = random;
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

  /**
   * Makes a database folder at `path` that holds everything, as it is after the writes called before: all of it or, when
   * it rejects, none. To restore it, open it (`new QdrantLocal({ path })`) or copy it and open the copy.
   *
   * Reads go on meanwhile; writes to a database in memory wait.
   *
   * @throws {InvalidArgumentError} when `path` is empty or no string.
   * @throws {VectorStoreError} without a status when the folder holds something or cannot be written.
   * @example
   * await database.snapshot('./backup-1');
   * await using copy = new QdrantLocal({ path: './backup-1' });
   */
  async snapshot(path: string): Promise<void> {
    if (requireText(path, 'path') === '') {
      throw new InvalidArgumentError({ parameter: 'path', value: path, expected: 'the path of a folder' });
    }
    await this.database.snapshot(path);
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
