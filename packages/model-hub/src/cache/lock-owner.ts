import { readFile, readlink, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Owner of a lock, as its file states. */
export interface LockOwner {
  /** Unique for each time that the lock is taken. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** The namespace in which `pid` is valid, on Linux. Containers may share a host name, but not process ids. */
  readonly pidNamespace?: string | undefined;
  /** Milliseconds since 1970, by the owner's clock. */
  readonly startedAt: number;
}

/** A lock that is held. `owner` is `undefined` while the file is being written; `touchedAt` is the time of the last touch. */
export interface HeldLock {
  readonly owner: LockOwner | undefined;
  readonly touchedAt: number;
}

/** Returns the lock at `path`; `undefined` when there is none. */
export async function readLock(path: string): Promise<HeldLock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { owner: parseOwner(await readFile(path, 'utf8')), touchedAt: mtimeMs };
  } catch {
    return undefined;
  }
}

/** Clock adjustments must not make a lock of this process look older than the process. */
const toleranceMs = 1000;

/**
 * Returns true when the owner can no longer be running. Its process has ended on this machine, or it has the id of this process but took the lock
 * before this process started (containers assign the same id after each start). Returns false for an owner in another PID namespace.
 */
export async function isGone(owner: LockOwner): Promise<boolean> {
  if (owner.host !== hostname()) return false;
  if (owner.pidNamespace !== undefined && owner.pidNamespace !== (await pidNamespace())) return false;
  if (owner.pid === process.pid) return owner.startedAt < Date.now() - process.uptime() * 1000 - toleranceMs;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    // EPERM means that the process runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Returns the PID namespace of this process; `undefined` where the system has none. */
export async function pidNamespace(): Promise<string | undefined> {
  return readlink('/proc/self/ns/pid').catch(() => undefined);
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const { id, pid, host, pidNamespace: namespace, startedAt } = JSON.parse(text) as Partial<LockOwner>;
    const isOwner = typeof id === 'string' && Number.isSafeInteger(pid) && Number(pid) > 0 && typeof host === 'string';
    return isOwner ? { id, pid: Number(pid), host, pidNamespace: namespace, startedAt: Number(startedAt) } : undefined;
  } catch {
    return undefined;
  }
}
