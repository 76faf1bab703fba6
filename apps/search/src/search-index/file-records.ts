import { pointIdOf } from '@x/pipeline';
import type { QdrantClient } from '@x/qdrant-adapter';

const collection = 'files';
const pageSize = 1000;

/** What the index knows of one file. */
export interface FileRecord {
  /** Its name in the index. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** When it was changed last, in milliseconds since 1970; 0 where that cannot tell whether it was changed since. */
  readonly modifiedMs: number;
  /** SHA-256 of its content, in hex; empty where it was not read. */
  readonly hash: string;
  /** How it was read and divided: it is read again when this changes. */
  readonly division: string;
  /** How many passages are stored. */
  readonly passages: number;
  /** Why none are; absent when it is searched. */
  readonly leftOut?: string;
}

/** What is known of the files of an index. */
export class FileRecords {
  readonly #client: QdrantClient;

  constructor(client: QdrantClient) {
    this.#client = client;
  }

  /** All of them, by their names. */
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

  /** Keeps these, in place of earlier ones of the same files. */
  async write(records: readonly FileRecord[]): Promise<void> {
    const points = records.map((record) => ({ id: pointIdOf(record.file), vector: {}, payload: { ...record } }));
    if (points.length > 0) await this.#client.upsert(collection, { points });
  }

  async forget(files: readonly string[]): Promise<void> {
    if (files.length > 0) await this.#client.delete(collection, { points: files.map((file) => pointIdOf(file)) });
  }
}
