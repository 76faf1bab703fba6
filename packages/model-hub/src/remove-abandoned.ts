import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes parts of downloads from `blobs` that nobody has continued for a week: ours, by their name.
 *
 * A younger one may still be received or continued. Python's own (`HASH.incomplete`) stay, since it resumes them.
 */
export async function removeAbandoned(blobs: string, now: number = Date.now()): Promise<void> {
  const temporary = (await readdir(blobs)).filter((name) => /\.[0-9a-f-]{36}\.incomplete$/.test(name));
  for (const name of temporary) {
    const path = join(blobs, name);
    // Another process may be cleaning up, too, and a leftover that stays does no harm.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > week) await rm(path, { force: true }).catch(() => undefined);
  }
}
