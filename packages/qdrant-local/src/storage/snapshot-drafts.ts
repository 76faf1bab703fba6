import { readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { filePrefix, folderPaths } from './database-folder.ts';
import { mayBeAlive, parseOwner, thisProcess } from './lock-owner.ts';
import { isRunning } from './process-start.ts';

// The prefix of notes about drafts. A note is in the folder of the database being copied, or next to the draft.
const notePrefix = `${filePrefix}draft.`;
const draftName = /\.\d+\.\d+\.new$/;
let draftCount = 0;

/** The folder that a snapshot is written to before it is renamed. */
export interface SnapshotDraft {
  readonly folder: string;
  /** Removes the note. To be called after the folder was renamed or removed. */
  readonly forget: () => Promise<void>;
}

/** Chooses the draft folder of a snapshot named `target`, and writes a note in `noteFolder` that this process owns it. */
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

/** Removes what the last owner of a database folder left when it was killed. The caller must hold the folder's lock. */
export async function removeLeftovers(folder: string): Promise<void> {
  const { formatDraft, roomProbe } = folderPaths(folder);
  for (const leftover of [formatDraft, roomProbe]) await rm(leftover, { force: true });
  await removeAbandonedDrafts(folder);
  await removeAbandonedDrafts(dirname(resolve(folder)));
}

/** Removes the drafts of ended processes. `noteFolder` contains the notes that name them. */
export async function removeAbandonedDrafts(noteFolder: string): Promise<void> {
  // Errors are ignored: the drafts of an unreadable folder are removed another time.
  const names = await readdir(noteFolder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(notePrefix))) {
    const note = join(noteFolder, name);
    const text = await readFile(note, 'utf8').catch(() => '');
    // The note is empty if it was just created, or if its process was killed before creating the draft.
    const pid = Number.parseInt(name.slice(notePrefix.length), 10);
    if (parseOwner(text) === undefined ? isRunning(pid) : await mayBeAlive(text)) continue;
    const draft = draftIn(text);
    if (draft !== undefined) await removeDraft(draft).catch(() => undefined);
    await rm(note, { force: true });
  }
}

/** Removes this engine's files from a folder, and then the folder, which must be empty. */
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
