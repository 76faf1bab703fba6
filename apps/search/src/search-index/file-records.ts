import { pointIdOf } from '@x/pipeline';
import type { QdrantClient } from '@x/qdrant-adapter';

const collection = 'files';
const pageSize = 1000;

/** The record of one file in the index. */
export interface FileRecord {
  /** The name of the file in the index. */
  readonly file: string;
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change, in milliseconds since 1970; 0 to force reading the file again. */
  readonly modifiedMs: number;
  /** The SHA-256 hash of the content in hex; empty when the file was not read. */
  readonly hash: string;
  /** The version of the reading and splitting. When it changes, the file is read again. */
  readonly division: string;
  /** The number of stored passages. */
  readonly passages: number;
  /** The reason why the file is skipped; absent when it is searched. */
  readonly leftOut?: string;
}

/** The records of all files in an index. */
export class FileRecords {
  readonly #client: QdrantClient;

  constructor(client: QdrantClient) {
    this.#client = client;
  }

  /** Returns all records by the names of their files. */
  async read(signal?: AbortSignal): Promise<Map<string, FileRecord>> {
    const records = new Map<string, FileRecord>();
    if (!(await this.#client.collectionExists(collection)).exists) {
      await this.#client.createCollection(collection, { vectors: {} });
      return records;
    }
    const options = { limit: pageSize, with_payload: true, with_vector: false } as const;
    for await (const { payload } of this.#client.scrollAll(collection, options, signal && { signal })) {
      const record = payload as unknown as FileRecord;
      records.set(record.file, record);
    }
    return records;
  }

  /** Stores records and replaces earlier ones of the same files. */
  async write(records: readonly FileRecord[]): Promise<void> {
    const points = records.map((record) => ({ id: pointIdOf(record.file), vector: {}, payload: { ...record } }));
    if (points.length > 0) await this.#client.upsert(collection, { points });
  }

  async forget(files: readonly string[]): Promise<void> {
    if (files.length > 0) await this.#client.delete(collection, { points: files.map((file) => pointIdOf(file)) });
  }
}
