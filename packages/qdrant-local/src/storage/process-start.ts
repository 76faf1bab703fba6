import { readFile } from 'node:fs/promises';

/** Stands for the start of a running process where the system does not tell it. */
export const unknownStart = 'unknown';

/**
 * A text that stays the same for as long as the process lives and differs for a later one with the same pid; told by
 * Linux only, {@link unknownStart} elsewhere; `undefined` when no such process runs.
 *
 * Pids come back: in a container, the restarted program usually has the pid of the one that was killed.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!isRunning(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // Field 22 (proc(5)): ticks from boot to start. The second field is a name in parentheses that may hold anything.
    const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    if (ticks !== undefined) return ticks;
  }
  return unknownStart;
}

/** Whether a process on this machine has the pid. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
