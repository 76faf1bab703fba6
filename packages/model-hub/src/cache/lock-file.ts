import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isSystemError } from '../file-status.ts';
import type { Clock } from '../http/clock.ts';
import { type HeldLock, isGone, type LockOwner, readLock } from './lock-owner.ts';

/** What {@link lockFile} works with. */
export interface LockFileOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const heartbeatMs = 5000;
/** A holder that has not touched its lock for so long, by our own clock, is taken for dead. */
const staleAfterMs = 60_000;
const firstPollMs = 50;
const maxPollMs = 1000;

/**
 * Waits until the lock at `path` is free and takes it; dispose the result to give it back.
 *
 * It only saves work: whoever gets past it, by a fault of ours or as Python, which locks in another way, does no harm, since every file
 * is written under a unique name and renamed. So a holder that is silent for a minute may be overruled.
 *
 * Silence is measured by watching, not by comparing its clock with ours: two machines that share a cache may differ by hours.
 */
export async function lockFile(path: string, { clock, signal }: LockFileOptions): Promise<AsyncDisposable> {
  let pollMs = firstPollMs;
  let seen: { readonly touchedAt: number; readonly at: number } | undefined;
  for (;;) {
    signal.throwIfAborted();
    const id = await takeLock(path, clock.now());
    if (id !== undefined) return holdLock(path, id, clock);
    const held = await readLock(path);
    if (held !== undefined && seen?.touchedAt !== held.touchedAt) seen = { touchedAt: held.touchedAt, at: clock.now() };
    if (held !== undefined && isStale(held, clock.now() - (seen?.at ?? 0))) await breakLock(path, held);
    else {
      await clock.sleep(pollMs * (0.5 + clock.random()), signal);
      pollMs = Math.min(maxPollMs, pollMs * 2);
    }
  }
}

function isStale({ owner }: HeldLock, silentForMs: number): boolean {
  return (owner !== undefined && isGone(owner)) || silentForMs > staleAfterMs;
}

/** Its id when the lock was free. */
async function takeLock(path: string, startedAt: number): Promise<string | undefined> {
  const id = randomUUID();
  const owner: LockOwner = { id, pid: process.pid, host: hostname(), startedAt };
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return id;
  } catch (error) {
    // Windows says EPERM of a file that somebody is just removing.
    const heldCodes = process.platform === 'win32' ? ['EEXIST', 'EPERM'] : ['EEXIST'];
    if (isSystemError(error) && heldCodes.includes(error.code ?? '')) return undefined;
    // A full disk: the file is there, but empty, and it is ours.
    if (isSystemError(error) && error.syscall === 'write') await rm(path, { force: true });
    throw error;
  }
}

function holdLock(path: string, id: string, clock: Clock): AsyncDisposable {
  let cancel: (() => void) | undefined;
  const beat = (): void => {
    const now = new Date(clock.now());
    void utimes(path, now, now).catch(() => undefined);
    cancel = clock.startTimer(heartbeatMs, beat);
  };
  cancel = clock.startTimer(heartbeatMs, beat);
  return {
    async [Symbol.asyncDispose]() {
      cancel?.();
      const held = await readLock(path);
      // It may have been taken from us while this machine slept.
      if (held?.owner?.id === id) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Removes the lock that was found stale, and puts it back if it has meanwhile become another's. */
async function breakLock(path: string, stale: HeldLock): Promise<void> {
  // It may have been given back since, and taken by another.
  const now = await readLock(path);
  if (now?.owner?.id !== stale.owner?.id || now?.touchedAt !== stale.touchedAt) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readLock(aside);
  if (moved?.owner?.id !== stale.owner?.id && (await isWritten(aside))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true }).catch(() => undefined);
}

async function isWritten(path: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => '')) !== '';
}
