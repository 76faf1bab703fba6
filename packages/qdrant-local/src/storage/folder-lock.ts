import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';

import { isJsonObject } from '../json/json-path.ts';
import { storageFailure } from '../json/server-errors.ts';
import { processStart, unknownStart } from './process-start.ts';

/** Who holds a folder, as written into its lock file. */
interface LockOwner {
  readonly pid: number;
  readonly hostname: string;
  /** Tells two processes with the same pid apart. */
  readonly start: string;
  /** When it took the folder, as an ISO 8601 date. */
  readonly since?: string;
}

const maxAttempts = 10;
let attemptCount = 0;

/**
 * Takes the lock file for this process and returns the function that gives it back. A lock whose process is gone is
 * taken over.
 *
 * @throws {VectorStoreError} when another process, or this one, holds it; the message names the owner's pid and host, and since when.
 */
export async function acquireFolderLock(lockPath: string, folder: string): Promise<() => Promise<void>> {
  const owner: LockOwner = {
    pid: process.pid,
    hostname: hostname(),
    start: (await processStart(process.pid)) ?? unknownStart,
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify(owner)}\n`;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await createLockFile(lockPath, text)) return () => releaseLock(lockPath, text);
    const found = await readFile(lockPath, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    if (await isHeld(found)) throw alreadyOpen(found, folder, lockPath);
    await removeStaleLock(lockPath, found);
  }
  throw storageFailure(`The lock file '${lockPath}' keeps changing hands. Try again.`);
}

/** Creates the file with its whole text in one step, so that nobody reads half of it; false when it is there already. */
async function createLockFile(lockPath: string, text: string): Promise<boolean> {
  const draft = `${lockPath}.${process.pid}.${attemptCount++}`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, lockPath);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Some file systems (FAT, some network shares) have no hard links; a fresh file is nearly as good.
    return await writeNew(lockPath, text);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeNew(lockPath: string, text: string): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx');
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw storageFailure(`The lock file '${lockPath}' cannot be written: ${(error as Error).message}`, error);
  }
}

async function releaseLock(lockPath: string, text: string): Promise<void> {
  const found = await readFile(lockPath, 'utf8').catch(() => undefined);
  if (found === text) await rm(lockPath, { force: true });
}

async function isHeld(text: string): Promise<boolean> {
  const owner = parseOwner(text);
  // What cannot be read, and a process on another machine, cannot be judged from here.
  if (owner === undefined || owner.hostname !== hostname()) return true;
  const start = await processStart(owner.pid);
  return start !== undefined && (start === unknownStart || start === owner.start);
}

/** Two processes may find the same stale lock: whoever renames it first, wins; a fresh one is put back. */
async function removeStaleLock(lockPath: string, staleText: string): Promise<void> {
  const aside = `${lockPath}.stale.${process.pid}.${attemptCount++}`;
  try {
    await rename(lockPath, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== staleText) await link(aside, lockPath).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    const isOwner = isJsonObject(owner) && Number.isSafeInteger(owner['pid']) && typeof owner['hostname'] === 'string';
    return isOwner ? (owner as unknown as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

function alreadyOpen(text: string, folder: string, lockPath: string): Error {
  const owner = parseOwner(text);
  if (owner === undefined) {
    return storageFailure(
      `The database folder '${folder}' is locked, but its lock file '${lockPath}' cannot be read. If nobody uses the folder, remove that file.`,
    );
  }
  const isHere = owner.hostname === hostname();
  const who = isHere && owner.pid === process.pid ? 'this process' : 'a process';
  const since = typeof owner.since === 'string' ? ` since ${owner.since}` : '';
  const advice = isHere ? '' : `, or remove '${lockPath}' if that process is gone`;
  return storageFailure(
    `The database folder '${folder}' is already open in ${who} (pid ${owner.pid} on ${owner.hostname}${since}). One writer at a time: close it there first${advice}.`,
  );
}
