import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const day = 24 * 60 * 60 * 1000;

/**
 * Removes temporary files of downloads that a killed process left in `blobs`: ours, by their name, and untouched for a day.
 *
 * A younger one may belong to a process that is still receiving. Python's own (`HASH.incomplete`) stay, since it resumes them.
 */
export async function removeAbandoned(blobs: string, now: number = Date.now()): Promise<void> {
  const temporary = (await readdir(blobs)).filter((name) => /\.[0-9a-f-]{36}\.incomplete$/.test(name));
  for (const name of temporary) {
    const path = join(blobs, name);
    // Another process may be cleaning up, too, and a leftover that stays does no harm.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > day) await rm(path, { force: true }).catch(() => undefined);
  }
}
