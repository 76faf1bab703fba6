import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes partial downloads of this package, recognized by name, that have not changed for a week.
 *
 * Newer ones may still be in progress or be continued. After a jump of the clock, one in progress may be removed too; its owner copes with this, see
 * `PartialFile.finish`. Python's own partial files (`HASH.incomplete`) stay, because Python resumes them.
 */
export async function removeAbandoned(blobs: string, now: number = Date.now()): Promise<void> {
  const temporary = (await readdir(blobs)).filter((name) => /\.[0-9a-f-]{36}\.incomplete$/.test(name));
  for (const name of temporary) {
    const path = join(blobs, name);
    // Ignore errors: another process may remove the same files, and a remaining file does no harm.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > week) await rm(path, { force: true }).catch(() => undefined);
  }
}
