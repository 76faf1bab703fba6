import { link, open, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { folderInUse, storageFailure } from '../json/server-errors.ts';
import { adviceOn, isDiskFull } from './disk-room.ts';
import { type LockOwner, mayBeAlive, parseOwner, thisProcess } from './lock-owner.ts';
import { isRunning } from './process-start.ts';

const maxAttempts = 10;
let attemptCount = 0;

/**
 * Takes the lock file for this process and returns the function that releases it. A lock whose process has ended is
 * taken over.
 *
 * @throws {VectorStoreError} when another process, or this one, holds it. The message names the owner's pid and host, and since when.
 */
export async function acquireFolderLock(lockPath: string, folder: string): Promise<() => Promise<void>> {
  const owner = await thisProcess();
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const text = await createLockFile(lockPath, owner);
    if (text !== undefined) {
      await removeDrafts(lockPath);
      return () => releaseLock(lockPath, text);
    }
    const found = await readLock(lockPath);
    if (found === undefined) continue;
    if (await mayBeAlive(found)) throw alreadyOpen(found, folder, lockPath);
    await removeStaleLock(lockPath, found);
  }
  throw storageFailure(
    `The lock file '${lockPath}' could not be taken in ${maxAttempts} attempts because other processes kept changing it. Try again.`,
  );
}

/** Creates the file with its complete text in one step, so no process reads half of it. Returns `undefined` when it already exists. */
async function createLockFile(lockPath: string, owner: LockOwner): Promise<string | undefined> {
  const text = `${JSON.stringify({ ...owner, since: new Date().toISOString() })}\n`;
  const draft = `${lockPath}.${process.pid}.${attemptCount++}`;
  try {
    await writeFile(draft, text, { flush: true });
    await link(draft, lockPath);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    if (isDiskFull(error)) return await createLockLink(lockPath, owner, error);
    // Some file systems (FAT, some network shares) have no hard links. There, creating a new file is nearly as safe.
    return (await writeNew(lockPath, text)) ? text : undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Creates a symbolic link whose target is the owner's description, instead of a file. File systems store a short target next to
 * the name, so the link can be created even on a full disk.
 */
async function createLockLink(lockPath: string, owner: LockOwner, cause: unknown): Promise<string | undefined> {
  const text = JSON.stringify(owner);
  try {
    await symlink(text, lockPath);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw cause;
  }
}

async function readLock(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8')
    .catch(() => readlink(path))
    .catch(() => undefined);
}

/** Removes drafts that ended processes left while they took this lock. */
async function removeDrafts(lockPath: string): Promise<void> {
  const folder = dirname(lockPath);
  const prefix = `${basename(lockPath)}.`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(prefix) ? /^(?:stale\.)?(\d+)\.\d+$/.exec(name.slice(prefix.length))?.[1] : undefined;
    // A process on another machine that loses its draft finds the lock taken, as it would with its draft.
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    const text = await readLock(path);
    if (text === undefined || parseOwner(text) === undefined || !(await mayBeAlive(text)))
      await rm(path, { force: true });
  }
}

async function writeNew(lockPath: string, text: string): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx');
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw storageFailure(
      `The lock file '${lockPath}' cannot be written: ${(error as Error).message}.${adviceOn(error)}`,
      error,
    );
  }
}

async function releaseLock(lockPath: string, text: string): Promise<void> {
  const found = await readLock(lockPath);
  if (found === text) await rm(lockPath, { force: true });
}

/** Removes a stale lock. When two processes find the same one, the first to rename it wins; a fresh lock is put back. */
async function removeStaleLock(lockPath: string, staleText: string): Promise<void> {
  const aside = `${lockPath}.stale.${process.pid}.${attemptCount++}`;
  try {
    await rename(lockPath, aside);
  } catch {
    return;
  }
  const taken = await readLock(aside);
  if (taken !== staleText) await link(aside, lockPath).catch(() => undefined);
  await rm(aside, { force: true });
}

function alreadyOpen(text: string, folder: string, lockPath: string): Error {
  const owner = parseOwner(text);
  if (owner === undefined) {
    return storageFailure(
      `The database folder '${folder}' is locked, but its lock file '${lockPath}' cannot be read. If no process uses the folder, remove that file.`,
    );
  }
  const isHere = owner.hostname === hostname();
  const who = isHere && owner.pid === process.pid ? 'this process' : 'a process';
  const since = typeof owner.since === 'string' ? ` since ${owner.since}` : '';
  const advice = isHere ? '' : `, or remove '${lockPath}' if that process is gone`;
  return folderInUse(
    `The database folder '${folder}' is already open in ${who} (pid ${owner.pid} on ${owner.hostname}${since}). One writer at a time: close it there first${advice}.`,
  );
}
