import { readFile } from 'node:fs/promises';

/** The start of a running process on systems that do not report it. */
export const unknownStart = 'unknown';

/**
 * Returns a text that is constant while the process runs, and different for a later process with the same pid. Only Linux
 * provides it; other systems return {@link unknownStart}. Returns `undefined` when no such process runs.
 *
 * Pids are reused: in a container, the restarted program usually has the pid of the one that was killed.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!isRunning(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // Field 22 (proc(5)): ticks from boot to start. The second field is a name in parentheses that may contain any characters.
    const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    if (ticks !== undefined) return ticks;
  }
  return unknownStart;
}

/** Returns whether a process with this pid runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
