import { InvalidArgumentError, requireText } from '@x/core';

import { MethodGroup } from './method-group.ts';

/** Methods about the database as a whole. */
export abstract class ServiceMethods extends MethodGroup {
  /**
   * The version of Qdrant whose API these methods speak.
   *
   * @example
   * await database.versionInfo(); // => { title: '@x/qdrant-local', version: '1.20.0' }
   */
  async versionInfo(): Promise<{ title: string; version: string }> {
    return { title: '@x/qdrant-local', version: '1.20.0' };
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
