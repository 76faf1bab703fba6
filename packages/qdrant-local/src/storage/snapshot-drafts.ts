import { readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { filePrefix, folderPaths } from './database-folder.ts';
import { mayBeAlive, parseOwner, thisProcess } from './lock-owner.ts';
import { isRunning } from './process-start.ts';

// A note about a draft, in the folder of the database that it is a snapshot of, or beside the draft.
const notePrefix = `${filePrefix}draft.`;
const draftName = /\.\d+\.\d+\.new$/;
let draftCount = 0;

/** The folder that a snapshot is written into before it takes its name. */
export interface SnapshotDraft {
  readonly folder: string;
  /** To be called when the folder has its name or is removed. */
  readonly forget: () => Promise<void>;
}

/** Chooses the folder for a snapshot that will be named `target`, and notes in `noteFolder` that it is this process's. */
export async function noteDraft(target: string, noteFolder: string): Promise<SnapshotDraft> {
  const number = `${process.pid}.${draftCount++}`;
  const folder = `${target}.${number}.new`;
  const note = join(noteFolder, `${notePrefix}${number}`);
  const forget = (): Promise<void> => rm(note, { force: true });
  try {
    await writeFile(note, JSON.stringify({ ...(await thisProcess()), draft: folder }));
  } catch (error) {
    await forget();
    throw error;
  }
  return { folder, forget };
}

/** Removes what the last owner of a database folder left when it was killed; only who holds the folder's lock may. */
export async function removeLeftovers(folder: string): Promise<void> {
  const { formatDraft, roomProbe } = folderPaths(folder);
  for (const leftover of [formatDraft, roomProbe]) await rm(leftover, { force: true });
  await removeAbandonedDrafts(folder);
  await removeAbandonedDrafts(dirname(resolve(folder)));
}

/** Removes the drafts that are noted in a folder, and whose process is gone. */
export async function removeAbandonedDrafts(noteFolder: string): Promise<void> {
  // Nothing depends on it: a folder that cannot be read has its drafts removed another time.
  const names = await readdir(noteFolder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(notePrefix))) {
    const note = join(noteFolder, name);
    const text = await readFile(note, 'utf8').catch(() => '');
    // One that is empty was made a moment ago, or its process was killed before it made a draft.
    const pid = Number.parseInt(name.slice(notePrefix.length), 10);
    if (parseOwner(text) === undefined ? isRunning(pid) : await mayBeAlive(text)) continue;
    const draft = draftIn(text);
    if (draft !== undefined) await removeDraft(draft).catch(() => undefined);
    await rm(note, { force: true });
  }
}

/** Removes the files that this engine makes, and the folder if that is all there was. */
async function removeDraft(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(filePrefix)) await rm(join(folder, name), { force: true });
  }
  await rmdir(folder);
}

function draftIn(text: string): string | undefined {
  const owner = parseOwner(text);
  const draft: unknown = owner && Reflect.get(owner, 'draft');
  return typeof draft === 'string' && draftName.test(basename(draft)) ? draft : undefined;
}
