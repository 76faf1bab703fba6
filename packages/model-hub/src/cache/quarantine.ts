import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { RepositoryCache } from '../cache-layout.ts';
import { type FileStatus, fileStatus, isMissing } from '../file-status.ts';

/**
 * Takes a damaged file out of the cache, so that nobody uses it, and keeps it in `.quarantine` for whoever wants to know what it was;
 * an earlier one of the same name is replaced.
 *
 * `judged` is what the file was when it was found damaged: one that has changed since is another process's good one, and stays.
 */
export async function quarantine(
  cache: RepositoryCache,
  commit: string,
  path: string,
  judged: FileStatus,
): Promise<void> {
  const place = cache.snapshotFile(commit, path);
  const found = await fileStatus(place);
  if (found?.size !== judged.size || found.mtimeMs !== judged.mtimeMs) return;
  try {
    const content = await realpath(place);
    // A link out of the repository leads to somebody else's file: only the link goes.
    if (content.startsWith((await realpath(cache.directory)) + sep)) {
      await mkdir(cache.quarantine, { recursive: true });
      await rename(content, join(cache.quarantine, basename(content)));
    }
    await rm(place, { force: true });
    await rm(cache.record(commit, path), { force: true });
  } catch (error) {
    // Another process was quicker.
    if (!isMissing(error)) throw error;
  }
}
