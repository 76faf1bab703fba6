import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { XError } from '@x/core';

import { storageFailure } from '../json/server-errors.ts';
import { folderPaths, markFormat } from './database-folder.ts';
import { syncFile, syncFolder } from './sync-folder.ts';

let draftCount = 0;

/**
 * Makes a database folder in one step: `writeData` writes the data file of a folder that takes its name only when it is
 * whole and on disk.
 *
 * @throws {VectorStoreError} when the folder is there and not empty, or cannot be written; then nothing is left of it.
 */
export async function writeSnapshot(path: string, writeData: (draftFolder: string) => Promise<void>): Promise<void> {
  const folder = resolve(path);
  await requireFree(folder);
  const draft = `${folder}.${process.pid}.${draftCount++}.new`;
  try {
    await mkdir(draft, { recursive: true });
    await writeData(draft);
    const { data, dataLock } = folderPaths(draft);
    await syncFile(data);
    await rm(dataLock, { force: true });
    await markFormat(draft);
    // Only an empty folder can be removed, so this cannot take anything that came in the meantime.
    await rmdir(folder).catch(() => undefined);
    await rename(draft, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (XError.isInstance(error)) throw error;
    throw storageFailure(
      `The snapshot '${folder}' could not be written: ${messageOf(error)}. Nothing is left of it.`,
      error,
    );
  }
}

async function requireFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw storageFailure(`The snapshot '${folder}' could not be written: ${error.message}.`, error);
  });
  if (entries.length === 0) return;
  throw storageFailure(
    `The snapshot '${folder}' was not written: the folder holds '${entries[0]}'. Nothing was changed. Choose a new or an empty folder.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
