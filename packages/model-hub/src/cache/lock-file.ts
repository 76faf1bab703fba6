import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isSystemError } from '../file-status.ts';
import type { Clock } from '../http/clock.ts';
import { type HeldLock, isGone, type LockOwner, pidNamespace, readLock } from './lock-owner.ts';

/** Options of {@link lockFile}. */
export interface LockFileOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const heartbeatMs = 5000;
/** An owner that does not touch its lock during waits of this total length is considered dead. */
const staleAfterMs = 60_000;
const firstPollMs = 50;
const maxPollMs = 1000;

/**
 * Waits until the lock at `path` is free and takes it. Dispose of the result to release it.
 *
 * The lock only avoids duplicate work. Every file is written under a unique name and then renamed, so a process that ignores the lock does no harm;
 * Python, for example, uses other locks. So a lock may be taken over when its owner has been silent for a minute.
 *
 * Silence is the sum of the waits since the lock last changed. No clock is read: a clock may be set, and those of two machines may differ by hours.
 */
export async function lockFile(path: string, { clock, signal }: LockFileOptions): Promise<AsyncDisposable> {
  let pollMs = firstPollMs;
  let seen: HeldLock | undefined;
  let silentForMs = 0;
  for (;;) {
    signal.throwIfAborted();
    const id = await takeLock(path, clock.now());
    if (id !== undefined) return holdLock(path, id, clock);
    const held = await readLock(path);
    if (held?.owner?.id !== seen?.owner?.id || held?.touchedAt !== seen?.touchedAt) silentForMs = 0;
    seen = held;
    if (held !== undefined && (await isStale(held, silentForMs))) await breakLock(path, held);
    else {
      const waitMs = pollMs * (0.5 + clock.random());
      await clock.sleep(waitMs, signal);
      silentForMs += waitMs;
      pollMs = Math.min(maxPollMs, pollMs * 2);
    }
  }
}

async function isStale({ owner }: HeldLock, silentForMs: number): Promise<boolean> {
  return silentForMs > staleAfterMs || (owner !== undefined && (await isGone(owner)));
}

/** Returns the id of the new lock; `undefined` when the lock is held. */
async function takeLock(path: string, startedAt: number): Promise<string | undefined> {
  const id = randomUUID();
  const owner: LockOwner = { id, pid: process.pid, host: hostname(), pidNamespace: await pidNamespace(), startedAt };
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return id;
  } catch (error) {
    // Windows reports EPERM for a file that is being removed.
    const heldCodes = process.platform === 'win32' ? ['EEXIST', 'EPERM'] : ['EEXIST'];
    if (isSystemError(error) && heldCodes.includes(error.code ?? '')) return undefined;
    // The disk is full: this call created the file, but it is empty.
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
      // Another process may have taken the lock over while this machine was asleep.
      if (held?.owner?.id === id) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Removes a stale lock, and restores it if another process has taken it in the meantime. */
async function breakLock(path: string, stale: HeldLock): Promise<void> {
  // The lock may have been released since, and taken by another process.
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
