import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Who holds a lock, as its file says. */
export interface LockOwner {
  /** Differs for each taking of the lock. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970, by the owner's clock. */
  readonly startedAt: number;
}

/** A lock that is held: its owner, `undefined` while it is being written, and when its holder last touched it. */
export interface HeldLock {
  readonly owner: LockOwner | undefined;
  readonly touchedAt: number;
}

/** Reads the lock at `path`; `undefined` when there is none. */
export async function readLock(path: string): Promise<HeldLock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { owner: parseOwner(await readFile(path, 'utf8')), touchedAt: mtimeMs };
  } catch {
    return undefined;
  }
}

/** Clocks are set right now and then; a lock of ours must not look older than we are. */
const toleranceMs = 1000;

/**
 * True when the owner cannot be running any more: its process is gone from this machine, or has our number but took the lock
 * before we started (containers give the same number after each start).
 */
export function isGone(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return false;
  if (owner.pid === process.pid) return owner.startedAt < Date.now() - process.uptime() * 1000 - toleranceMs;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const { id, pid, host, startedAt } = JSON.parse(text) as Partial<LockOwner>;
    const isOwner = typeof id === 'string' && Number.isSafeInteger(pid) && Number(pid) > 0 && typeof host === 'string';
    return isOwner ? { id, pid: Number(pid), host, startedAt: Number(startedAt) } : undefined;
  } catch {
    return undefined;
  }
}
