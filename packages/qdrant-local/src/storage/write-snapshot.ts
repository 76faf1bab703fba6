import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { XError } from '@x/core';
import { makeFolder } from '@x/core/files';

import { storageFailure } from '../json/server-errors.ts';
import { folderPaths, markFormat } from './database-folder.ts';
import { noteDraft, removeAbandonedDrafts, type SnapshotDraft } from './snapshot-drafts.ts';
import { syncFile, syncFolder } from './sync-folder.ts';

/**
 * Makes a database folder in one step: `writeData` writes the data file of a folder that takes its name only when it is
 * whole and on disk. When the process is killed, the next that opens the database in `noteFolder`, or makes a snapshot
 * beside this one, removes what is left.
 *
 * @throws {VectorStoreError} when the folder is there and not empty, or cannot be written; then nothing is left of it.
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
    // Only an empty folder can be removed, so this cannot take anything that came in the meantime.
    await rmdir(folder).catch(() => undefined);
    await rename(draft.folder, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    if (draft !== undefined) await rm(draft.folder, { recursive: true, force: true });
    if (XError.isInstance(error)) throw error;
    throw storageFailure(
      `The snapshot '${folder}' could not be written: ${messageOf(error)}. Nothing is left of it.`,
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
    `The snapshot '${folder}' was not written: the folder holds '${entries[0]}'. Nothing was changed. Choose a new or an empty folder.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
