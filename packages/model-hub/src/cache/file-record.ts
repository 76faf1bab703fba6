import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@x/core/files';

/** What a file in the cache was when its content was last checked; as long as size and time are the same, so is the content. */
export interface FileRecord {
  /** Hash under which the hub lists it. */
  readonly oid: string;
  /** In bytes. */
  readonly size: number;
  /** Time of the last change, as the file system tells it. */
  readonly mtimeMs: number;
}

/** The record at `path`; `undefined` when there is none that can be read. */
export async function readRecord(path: string): Promise<FileRecord | undefined> {
  try {
    const { oid, size, mtimeMs } = JSON.parse(await readFile(path, 'utf8')) as Partial<FileRecord>;
    const isRecord = typeof oid === 'string' && typeof size === 'number' && typeof mtimeMs === 'number';
    return isRecord ? { oid, size, mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the record. Where it cannot be written, the file is only checked more often; a half-written one counts as none. */
export async function writeRecord(path: string, record: FileRecord): Promise<void> {
  await makeFolder(dirname(path))
    .then(() => writeFile(path, JSON.stringify(record)))
    .catch(() => undefined);
}
