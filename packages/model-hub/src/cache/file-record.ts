import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@x/core/files';

/** State of a cached file when its content was last checked. If size and modification time are unchanged, the content is taken as unchanged. */
export interface FileRecord {
  /** Hash that the hub lists. */
  readonly oid: string;
  /** In bytes. */
  readonly size: number;
  /** Modification time that the file system reports. */
  readonly mtimeMs: number;
}

/** Returns the record at `path`; `undefined` when it does not exist or cannot be read. */
export async function readRecord(path: string): Promise<FileRecord | undefined> {
  try {
    const { oid, size, mtimeMs } = JSON.parse(await readFile(path, 'utf8')) as Partial<FileRecord>;
    const isRecord = typeof oid === 'string' && typeof size === 'number' && typeof mtimeMs === 'number';
    return isRecord ? { oid, size, mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the record. If that fails, the file is only hashed more often. A partly written record counts as absent. */
export async function writeRecord(path: string, record: FileRecord): Promise<void> {
  await makeFolder(dirname(path))
    .then(() => writeFile(path, JSON.stringify(record)))
    .catch(() => undefined);
}
