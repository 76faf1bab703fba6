import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { XError } from '@x/core';
import { makeFolder } from '@x/core/files';

import { storageFailure } from '../json/server-errors.ts';
import { folderPaths, markFormat } from './database-folder.ts';
import { adviceOn } from './disk-room.ts';
import { noteDraft, removeAbandonedDrafts, type SnapshotDraft } from './snapshot-drafts.ts';
import { syncFile, syncFolder } from './sync-folder.ts';

/**
 * Creates a database folder in one step. `writeData` writes the data file to a draft folder, which is renamed only when it is
 * complete and on disk. When the process is killed, its draft is removed later: by the next process that opens the database in
 * `noteFolder`, or by the next snapshot written to the same parent folder.
 *
 * @throws {VectorStoreError} when the folder exists and is not empty, or cannot be written. No files are left in that case.
 */
export async function writeSnapshot(
  path: string,
  writeData: (draftFolder: string) => Promise<void>,
  { version, noteFolder = dirname(resolve(path)) }: { version: number; noteFolder?: string },
): Promise<void> {
  const folder = resolve(path);
  await requireFree(folder);
  let draft: SnapshotDraft | undefined;
  try {
    await makeFolder(dirname(folder));
    await removeAbandonedDrafts(dirname(folder));
    draft = await noteDraft(folder, noteFolder);
    await mkdir(draft.folder);
    await writeData(draft.folder);
    const { data, dataLock } = folderPaths(draft.folder);
    await syncFile(data);
    await rm(dataLock, { force: true });
    await markFormat(draft.folder, version);
    // Only an empty folder can be removed, so files created in the meantime are safe.
    await rmdir(folder).catch(() => undefined);
    await rename(draft.folder, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    if (draft !== undefined) await rm(draft.folder, { recursive: true, force: true });
    if (XError.isInstance(error)) throw error;
    throw storageFailure(
      `The snapshot '${folder}' could not be written: ${messageOf(error)}. No files of it are left.${adviceOn(error)}`,
      error,
    );
  } finally {
    await draft?.forget();
  }
}

async function requireFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw storageFailure(`The snapshot '${folder}' could not be written: ${error.message}.`, error);
  });
  if (entries.length === 0) return;
  throw storageFailure(
    `The snapshot '${folder}' was not written: the folder contains '${entries[0]}'. Nothing was changed. Choose a new or empty folder.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
