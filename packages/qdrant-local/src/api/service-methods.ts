import { InvalidArgumentError, requireText } from '@x/core';

import { MethodGroup } from './method-group.ts';

/** Methods about the entire database. */
export abstract class ServiceMethods extends MethodGroup {
  /**
   * Returns the version of Qdrant whose API these methods implement.
   *
   * @example
   * await database.versionInfo(); // => { title: '@x/qdrant-local', version: '1.20.0' }
   */
  async versionInfo(): Promise<{ title: string; version: string }> {
    return { title: '@x/qdrant-local', version: '1.20.0' };
  }

  /**
   * Creates a database folder at `path` with the complete contents, as they are after all previously called writes. When it
   * rejects, it leaves no folder. To restore a snapshot, open it (`new QdrantLocal({ path })`), or copy it and open the copy.
   *
   * Reads continue in the meantime; writes to a database in memory wait.
   *
   * @throws {InvalidArgumentError} when `path` is empty or not a string.
   * @throws {VectorStoreError} without a status when the folder is not empty or cannot be written.
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

  /** Waits for the calls in progress and releases all resources. Calling it again does nothing. */
  async close(): Promise<void> {
    await this.database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
